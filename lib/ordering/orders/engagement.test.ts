import { expect, test } from 'vitest'
import { engagementOf } from './engagement'

/** 35.28 € a month: 4.9 cents an hour. */
const line = { microCentsPerHour: 4_900_000n, quantity: 1, commitment: null }

test('an order by the hour commits to its month, with VAT', () => {
  expect(engagementOf(3_528n, [line], 2_000)).toEqual({
    of: 'order',
    netCents: '3528',
    vatBasisPoints: 2_000,
    vatCents: '706',
    grossCents: '4234',
    terms: [],
    isPartlyHourly: true,
  })
})

test('each term is the sum of its own lines over its own months, the longest first', () => {
  const lines = [
    line,
    { ...line, quantity: 2, commitment: { termMonths: 12 } },
    { ...line, commitment: { termMonths: 12 } },
    { ...line, microCentsPerHour: 1_000_000n, commitment: { termMonths: 36 } },
  ]
  expect(engagementOf(14_832n, lines, 2_000)).toMatchObject({
    terms: [
      // 36 × 7.20 €, and 3 × 12 × 35.28 €.
      { months: 36, netCents: '25920', grossCents: '31104' },
      { months: 12, netCents: '127008', grossCents: '152410' },
    ],
    isPartlyHourly: true,
  })
  expect(engagementOf(1n, lines.slice(1), 2_000).isPartlyHourly).toBe(false)
})

test('without lines it is what a change costs more; without VAT both sums are the same', () => {
  expect(engagementOf(1_764n, [], 0)).toEqual({
    of: 'change',
    netCents: '1764',
    vatBasisPoints: 0,
    vatCents: '0',
    grossCents: '1764',
    terms: [],
    isPartlyHourly: false,
  })
})
