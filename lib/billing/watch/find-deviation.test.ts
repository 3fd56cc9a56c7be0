import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findDeviation } from './find-deviation'

const steady = (cents: bigint, days = 28) => Array.from({ length: days }, () => cents)

test.each<[string, bigint, bigint[], boolean | null]>([
  ['like every day', 500n, steady(500n), false],
  ['exactly at the minimum deviation', 2_500n, steady(500n), false],
  ['a cent above it', 2_501n, steady(500n), true],
  ['as far below the median', 0n, steady(2_001n), true],
  ['thirteen days are too few', 9_999n, steady(500n, 13), null],
  ['days before the first use do not count', 9_999n, [...steady(0n, 15), ...steady(500n, 13)], null],
  ['a day off after the first one does', 0n, [...steady(9_000n, 13), ...steady(0n, 15)], false],
  [
    'with a spread of 10 €, 40 € is normal',
    14_000n,
    steady(0n).map((_, index) => 9_000n + 1_000n * BigInt(index % 3)),
    false,
  ],
  ['one outlier does not change the expectation', 3_000n, [...steady(500n, 27), 900_000n], true],
])('%s', (_name, cents, before, isApart) => {
  expect(findDeviation(cents, before, 2_000n)?.isApart ?? null).toBe(isApart)
})

/** The rule with floats and quantiles by counting: at least half are not above, and no smaller value satisfies this. */
function oracle(cents: number, before: number[], minimum: number): boolean | null {
  while (before.length > 0 && before[0] === 0) before.shift()
  if (before.length < 14) return null
  const middle = (values: number[]) =>
    values
      .filter((value) => values.filter((each) => each <= value).length * 2 >= values.length)
      .reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const centre = middle(before)
  const spread = middle(before.map((each) => Math.abs(each - centre)))
  return Math.abs(cents - centre) > Math.max(4 * spread, minimum)
}

test('agrees with an independent formulation', () => {
  const day = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 100_000 }))
  fc.assert(
    fc.property(
      fc.array(day, { maxLength: 28 }),
      day,
      fc.integer({ min: 1, max: 5_000 }),
      (before, cents, minimum) => {
        const judged = findDeviation(BigInt(cents), before.map(BigInt), BigInt(minimum))
        expect(judged?.isApart ?? null).toBe(oracle(cents, [...before], minimum))
      },
    ),
    { numRuns: 5_000 },
  )
})
