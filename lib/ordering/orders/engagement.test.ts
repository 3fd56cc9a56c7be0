import { expect, test } from 'vitest'
import { engagementOf } from './engagement'

/** 35.28 € a month: 4.9 cents an hour. */
const line = { microCentsPerHour: 4_900_000n, quantity: 1, commitment: null }

test('an order by the hour commits to its month, with VAT', () => {
  expect(engagementOf(3_528n, [line], 2_000)).toEqual({
    netCents: '3528',
    vatBasisPoints: 2_000,
    vatCents: '706',
    grossCents: '4234',
    term: null,
  })
})

test('terms add up line by line, for each of a line, and lines by the hour add nothing', () => {
  const lines = [
    line,
    { ...line, quantity: 2, commitment: { termMonths: 12 } },
    { ...line, microCentsPerHour: 1_000_000n, commitment: { termMonths: 36 } },
  ]
  // 2 × 12 × 35.28 € and 36 × 7.20 €.
  expect(engagementOf(11_304n, lines, 2_000).term).toEqual({
    months: 36,
    netCents: `${24 * 3_528 + 36 * 720}`,
    grossCents: `${24 * 3_528 + 36 * 720 + 22_118}`,
  })
})

test('without VAT, the sum with VAT is the same', () => {
  expect(engagementOf(3_528n, [line], 0)).toMatchObject({ vatCents: '0', grossCents: '3528' })
})
