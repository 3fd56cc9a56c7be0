import { expect, test } from 'vitest'
import { stockLevel } from './stock-level'

test.each([
  [undefined, 'soldOut'],
  [{ free: 0, total: 500 }, 'soldOut'],
  [{ free: 19, total: 100 }, 'scarce'],
  [{ free: 20, total: 100 }, 'plenty'],
  [{ free: 149, total: 1_000 }, 'scarce'],
  [{ free: 150, total: 1_000 }, 'plenty'],
])('the level of %j is %s', (stock, level) => {
  expect(stockLevel(stock && { ...stock, short: null })).toBe(level)
})
