import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/**
 * The places where the product deletes objects on a hypervisor. A saga deletes what its own rows order, a snapshot through
 * `snapshot-calls`, the volumes that it restored after a loss through `restore-lost-volumes`; `apply-addresses` deletes a forward when the row has no target; `remove-object` is reached only from the comparison,
 * which passes objects with an erased row or an agreement of two people.
 */
const allowed = [
  /^lib\/resources\/[a-z/-]+\.saga\.ts$/,
  /^lib\/resources\/losses\/restore-lost-volumes\.ts$/,
  /^lib\/resources\/copies\/snapshot-calls\.ts$/,
  /^lib\/resources\/addresses\/apply-addresses\.ts$/,
  /^lib\/hypervisors\/drifts\/remove-object\.ts$/,
]
const deletion =
  /\.(?:deleteInstance|deleteVolume|deleteImage|deleteSnapshot|deleteInstanceSnapshot|undirectAddress)\(/

it('only sagas, the rows of addresses and one function of the comparison delete on hypervisors', () => {
  const sources = globSync('{bin,lib}/**/*.{ts,mjs}').filter((file) => !/\.test\.ts$|\/testing\//.test(file))
  const found = sources.filter((file) => deletion.test(readFileSync(file, 'utf8')))
  expect(found.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([])
  expect(found).toContain('lib/hypervisors/drifts/remove-object.ts')
})

it('that function has two callers: one for a row that orders the deletion, one for an agreement of two people', () => {
  const callers = globSync('lib/**/*.ts').filter((file) => /removeObject\(/.test(readFileSync(file, 'utf8')))
  expect(callers.sort()).toEqual([
    'lib/hypervisors/drifts/heal.ts',
    'lib/hypervisors/drifts/remove-object.ts',
    'lib/hypervisors/quarantine/remove-agreed.ts',
  ])
})

it('only sagas take and delete snapshots through the calls that both kinds share', () => {
  const users = globSync('{app,bin,lib}/**/*.{ts,tsx}').filter((file) =>
    /\bsnapshotCalls\b/.test(readFileSync(file, 'utf8')),
  )
  expect(
    users.filter((file) => !/(?:\.saga|deletion-paths\.test|copies\/snapshot-calls)\.ts$/.test(file)),
  ).toEqual([])
})
