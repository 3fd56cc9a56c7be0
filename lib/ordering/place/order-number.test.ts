import { expect, test } from 'vitest'
import { orderNumber, orderSeries } from './order-number'

test.each([
  ['2026-11-25T10:00:00Z', 42, 'CMD-2026-000042'],
  // 23:30 UTC on the last evening is already the new year in Paris.
  ['2026-12-31T23:30:00Z', 1, 'CMD-2027-000001'],
  ['2026-12-31T22:59:59Z', 1_000_000, 'CMD-2026-1000000'],
] as const)('an order of %s with number %i is %s', (now, number, text) => {
  expect(orderNumber('CMD', new Date(now), number)).toBe(text)
  expect(orderSeries(new Date(now))).toBe(`order-${text.slice(4, 8)}`)
})
