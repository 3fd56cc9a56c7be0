import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisOf } from './axis'

test.each([
  [242.36, 1, [0, 50, 100, 150, 200, 250]],
  [190, 1, [0, 50, 100, 150, 200]],
  [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [1_000, 1, [0, 200, 400, 600, 800, 1_000]],
  [1_001, 1, [0, 250, 500, 750, 1_000, 1_250]],
  [12, 1, [0, 2.5, 5, 7.5, 10, 12.5]],
])('an axis for %d, of at least %d, has the ticks %j', (value, least, ticks) => {
  const axis = axisOf(value, least)
  expect(axis.ticks).toHaveLength(ticks.length)
  for (const [index, tick] of ticks.entries()) expect(axis.ticks[index]).toBeCloseTo(tick, 9)
})

test('an axis ends above its value, wastes less than half, and has three to six ticks', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e12, noNaN: true }), (value) => {
      const { max, ticks } = axisOf(value, 0.01)
      expect(max).toBeGreaterThanOrEqual(value * (1 - 1e-6))
      expect(max).toBeLessThan(value * 2)
      expect(ticks.length).toBeGreaterThanOrEqual(3)
      expect(ticks.length).toBeLessThanOrEqual(6)
      expect(ticks.at(-1)).toBeCloseTo(max, 6)
    }),
  )
})
