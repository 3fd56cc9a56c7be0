import { expect, test } from 'vitest'
import { refuseGrowth } from './growth-rules'

const volume = { sizeGib: 100, volumeClass: 'fast' }
const disk = { kind: 'storage', volumeClass: 'fast', volumeGib: 200 } as const

test.each([
  ['larger and of its class', disk, null],
  ['as large', { ...disk, volumeGib: 100 }, 'not_larger'],
  ['smaller', { ...disk, volumeGib: 50 }, 'not_larger'],
  ['of another class', { ...disk, volumeClass: 'archive' as const }, 'other_class'],
  ['of servers', { ...disk, kind: 'combined' as const }, 'other_class'],
])('a bundle that is %s', (_name, bundle, reason) => {
  expect(refuseGrowth(volume, bundle)).toBe(reason)
})
