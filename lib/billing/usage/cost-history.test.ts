import fc from 'fast-check'
import { expect, test } from 'vitest'
import { costHistory, restKey } from './cost-history'

const periods = ['2026-09', '2026-10', '2026-11']
const cell = fc.record({
  period: fc.constantFrom(...periods, '2025-01'),
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  cents: fc.integer({ min: 0, max: 100_000 }).map(BigInt),
})

test('the parts of a bar add up to the month, with at most the requested number of parts', () => {
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 40 }), fc.integer({ min: 2, max: 5 }), (cells, partsMax) => {
      const labelled = cells.map((each) => ({ ...each, label: each.key }))
      const { series, bars } = costHistory(labelled, periods, partsMax)
      expect(series.length).toBeLessThanOrEqual(partsMax)
      expect(bars.map((bar) => bar.period)).toEqual(periods)
      for (const bar of bars) {
        const wanted = cells
          .filter((each) => each.period === bar.period)
          .reduce((sum, each) => sum + each.cents, 0n)
        expect(bar.cents).toBe(wanted)
        expect(bar.parts.reduce((sum, part) => sum + part.cents, 0n)).toBe(wanted)
      }
    }),
  )
})

test('the largest parts come first, the sum of the others last', () => {
  const cells = [
    ['a', 1n],
    ['b', 5n],
    ['c', 3n],
    ['d', 2n],
  ].map(([key, cents]) => ({ period: '2026-11', key: `${key}`, label: `${key}`, cents: cents as bigint }))
  expect(costHistory(cells, periods, 3).series.map(({ key }) => key)).toEqual(['b', 'c', restKey])
})
