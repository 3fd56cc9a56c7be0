import { expect, it } from 'vitest'
import { rangeContains } from './network'

it.each([
  ['10.77.0.1/24', '10.77.0.9', true],
  ['10.77.0.1/24', '10.77.0.1', false],
  ['10.77.0.1/24', '10.77.1.9', false],
  ['10.77.0.1/16', '10.77.1.9', true],
  ['none', '10.77.0.9', false],
  ['10.77.0.1', '10.77.0.9', false],
  ['10.77.0.1/99', '10.77.0.9', false],
])('the range of %s and %s', (bridge, address, isInside) => {
  expect(rangeContains(bridge, address)).toBe(isInside)
})
