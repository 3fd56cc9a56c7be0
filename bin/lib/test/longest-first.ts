import { existsSync } from 'node:fs'
import path from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { root } from '../root.ts'

/**
 * The test files that take longest, most of it waiting, the longest first. Begun late, one of them runs on alone
 * while the processors have nothing to do; by their size, which is all a first run knows, they would come last.
 */
const longest = [
  'lib/resources/sagas/sagas.db.test.ts',
  'bin/commands/seed.db.test.ts',
  'lib/resources/sagas/kill.db.test.ts',
  'lib/hypervisors/simulator/every-change.db.test.ts',
  'db/embedded/embedded.db.test.ts',
  'lib/worker/worker.db.test.ts',
  'lib/ordering/place/capacity-model.db.test.ts',
  'lib/placement/claims/claim-capacity.db.test.ts',
].map((file) => path.join(root, file))

for (const file of longest) if (!existsSync(file)) throw new Error(`${file} is no test: see longest-first.ts`)

const rank = ({ moduleId }: { moduleId: string }) => {
  const place = longest.indexOf(moduleId)
  return place === -1 ? longest.length : place
}

/** Vitest's order, with the files that take longest at the beginning. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // Sorting is stable: the others stay as they were.
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}
