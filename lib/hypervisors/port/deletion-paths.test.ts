import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/**
 * Where the product deletes something on a hypervisor. A saga deletes what its own rows order; `apply-addresses` cuts an
 * address whose row says that it leads nowhere; `remove-object` is reached from the comparison alone, which hands it
 * only what a row says was erased or what two people agreed to delete.
 */
const allowed = [
  /^lib\/resources\/[a-z/-]+\.saga\.ts$/,
  /^lib\/resources\/addresses\/apply-addresses\.ts$/,
  /^lib\/hypervisors\/drifts\/remove-object\.ts$/,
]
const deletion =
  /\.(?:deleteInstance|deleteVolume|deleteImage|deleteSnapshot|deleteInstanceSnapshot|undirectAddress)\(/

it('deletes on hypervisors from sagas, from the rows of addresses, and from one function of the comparison', () => {
  const sources = globSync('{bin,lib}/**/*.{ts,mjs}').filter((file) => !/\.test\.ts$|\/testing\//.test(file))
  const found = sources.filter((file) => deletion.test(readFileSync(file, 'utf8')))
  expect(found.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([])
  expect(found).toContain('lib/hypervisors/drifts/remove-object.ts')
})

it('calls that function from two places only: for a row that orders it, and for what two people agreed to', () => {
  const callers = globSync('lib/**/*.ts').filter((file) => /removeObject\(/.test(readFileSync(file, 'utf8')))
  expect(callers.sort()).toEqual([
    'lib/hypervisors/drifts/heal.ts',
    'lib/hypervisors/drifts/remove-object.ts',
    'lib/hypervisors/quarantine/remove-agreed.ts',
  ])
})
