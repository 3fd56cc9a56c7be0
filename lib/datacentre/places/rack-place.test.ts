import { expect, test } from 'vitest'
import { refusePlace } from './rack-place'

const others = [
  { name: 'a', rackUnit: 10, heightUnits: 2 },
  { name: 'b', rackUnit: null, heightUnits: 1 },
]

test.each([
  [null, 1, null],
  [9, 1, null],
  [12, 1, null],
  [42, 1, null],
  [41, 2, null],
  [9, 2, 'unit_taken'],
  [10, 1, 'unit_taken'],
  [11, 3, 'unit_taken'],
  [42, 2, 'unit_outside'],
  [43, 1, 'unit_outside'],
] as const)('at unit %s, %i units high, in a rack of 42: %s', (rackUnit, heightUnits, expected) => {
  expect(refusePlace(42, others, { rackUnit, heightUnits })?.reason ?? null).toBe(expected)
})
