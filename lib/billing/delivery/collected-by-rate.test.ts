import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collectedByRate } from './collected-by-rate'

const vat = [
  { rateBasisPoints: 2_000, baseCents: 10_000n, vatCents: 2_000n },
  { rateBasisPoints: 850, baseCents: 2_000n, vatCents: 170n },
]

describe('a payment split by VAT rate', () => {
  test.each<[string, bigint, bigint, [number, bigint][]]>([
    [
      'the whole',
      0n,
      14_170n,
      [
        [2_000, 12_000n],
        [850, 2_170n],
      ],
    ],
    [
      'a half',
      0n,
      7_085n,
      [
        [2_000, 6_000n],
        [850, 1_085n],
      ],
    ],
    [
      'the other half',
      7_085n,
      7_085n,
      [
        [2_000, 6_000n],
        [850, 1_085n],
      ],
    ],
    ['a cent', 0n, 1n, [[2_000, 1n]]],
    [
      'returned money',
      14_170n,
      -14_170n,
      [
        [2_000, -12_000n],
        [850, -2_170n],
      ],
    ],
  ])('%s', (_what, before, cents, wanted) => {
    expect(collectedByRate(vat, before, cents)).toEqual(
      wanted.map(([rateBasisPoints, each]) => ({ rateBasisPoints, cents: each })),
    )
  })

  test('merges categories of one rate, and is empty without a payment', () => {
    const zero = { rateBasisPoints: 0, vatCents: 0n }
    const both = [
      { ...zero, baseCents: 700n },
      { ...zero, baseCents: 300n },
    ]
    expect(collectedByRate(both, 0n, 400n)).toEqual([{ rateBasisPoints: 0, cents: 400n }])
    expect(collectedByRate(vat, 500n, 0n)).toEqual([])
  })

  test('any series of payments adds up to each rate’s amount, never goes below zero, and each split adds up to its payment', () => {
    const rates = [2_000, 1_000, 850, 550, 210, 0]
    const amounts = fc.array(fc.bigInt(1n, 10_000_000n), { minLength: 1, maxLength: rates.length })
    const cuts = fc.array(fc.nat(1_000_000), { maxLength: 12 })
    fc.assert(
      fc.property(amounts, cuts, (grosses, ppm) => {
        const bill = grosses.map((gross, index) => ({
          rateBasisPoints: rates[index] ?? 0,
          baseCents: gross,
          vatCents: 0n,
        }))
        const total = grosses.reduce((sum, each) => sum + each, 0n)
        const marks = [...ppm.map((each) => (total * BigInt(each)) / 1_000_000n), total].sort((a, b) =>
          a < b ? -1 : 1,
        )
        const sums = new Map<number, bigint>()
        let before = 0n
        for (const mark of marks) {
          const parts = collectedByRate(bill, before, mark - before)
          expect(parts.reduce((sum, { cents }) => sum + cents, 0n)).toBe(mark - before)
          for (const { rateBasisPoints, cents } of parts) {
            expect(cents > 0n).toBe(true)
            sums.set(rateBasisPoints, (sums.get(rateBasisPoints) ?? 0n) + cents)
          }
          before = mark
        }
        for (const { rateBasisPoints, baseCents } of bill) expect(sums.get(rateBasisPoints)).toBe(baseCents)
      }),
      { numRuns: 500 },
    )
  })
})
