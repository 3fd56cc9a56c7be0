import { expect, test } from 'vitest'
import { bundleMonthlyCents, imageFitsBundle, metersOf } from './views'

test.each([
  [4_900_000n, 3_528n],
  [2_450_000n, 1_764n],
  [1n, 0n],
  [694_444n, 500n],
] as const)('%i micro-cents an hour are %i cents a month of 720 hours', (microCentsPerHour, cents) => {
  expect(bundleMonthlyCents({ microCentsPerHour })).toBe(cents)
})

test('a bundle is priced by the meters of its parts', () => {
  expect(metersOf('compute')).toEqual(['compute', 'root_disk'])
  expect(metersOf('storage')).toEqual(['volume'])
  expect(metersOf('combined')).toEqual(['compute', 'root_disk', 'volume'])
})

test.each([
  ['compute', 20, 10, 'container', null, true],
  ['compute', 20, 10, 'virtual-machine', null, true],
  ['compute', 20, 10, 'virtual-machine', 'virtual-machine', true],
  ['compute', 20, 10, 'virtual-machine', 'container', false],
  ['compute', 20, 10, 'container', 'virtual-machine', false],
  ['combined', 10, 10, 'container', 'container', true],
  ['compute', 9, 10, 'container', null, false],
  ['storage', 0, 0, 'container', null, false],
] as const)(
  'a %s bundle with %i GB of root disk and an image of %i, a %s and an image of %s: %s',
  (kind, rootDiskGib, minDiskGib, bundleType, imageType, fits) => {
    const bundle = { kind, rootDiskGib, instanceType: bundleType }
    expect(imageFitsBundle({ minDiskGib, instanceType: imageType }, bundle)).toBe(fits)
  },
)
