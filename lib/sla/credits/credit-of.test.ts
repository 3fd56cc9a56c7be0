import { describe, expect, test } from 'vitest'
import { creditOf } from './credit-of'

const terms = {
  creditSteps: [
    { belowPpm: 'objective', reductionBasisPoints: 1_000 },
    { belowPpm: 990_000, reductionBasisPoints: 2_500 },
    { belowPpm: 950_000, reductionBasisPoints: 5_000 },
  ],
  creditCapBasisPoints: 5_000,
} as const
const promise = { objectivePpm: 999_500, priceCents: 14_405n, leftCents: null }

describe('the credit of a month', () => {
  test.each([
    [1_000_000, null],
    [999_500, null],
    [999_499, 1_441n],
    [990_000, 1_441n],
    [989_999, 3_601n],
    [950_000, 3_601n],
    [949_999, 7_203n],
    [0, 7_203n],
    [null, null],
  ])('%s ppm gives %s cents of 144.05 €', (ppm, cents) => {
    expect(creditOf(ppm, promise, terms)?.cents ?? null).toBe(cents)
  })

  test.each([
    [7_203n, 7_203n],
    [7_202n, 7_202n],
    [0n, 0n],
  ])('is at most the price left after credit notes: of %s cents %s', (leftCents, cents) => {
    expect(creditOf(0, { ...promise, leftCents }, terms)?.cents).toBe(cents)
  })

  test('is capped, and records the applied step', () => {
    const credit = creditOf(900_000, promise, { ...terms, creditCapBasisPoints: 3_000 })
    expect(credit).toEqual({ step: terms.creditSteps[2], reductionBasisPoints: 3_000, cents: 4_322n })
  })
})
