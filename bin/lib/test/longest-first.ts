import { existsSync } from 'node:fs'
import path from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { root } from '../root.ts'

/**
 * The slowest test files, which mostly wait, longest first. Started late, one of them would run alone while the
 * processors idle; sorted by size, the only criterion of a first run, they would come last.
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

/** Vitest's order, with the slowest files first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // Sorting is stable: the others keep their order.
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}
