import type { Stock } from './views'

/** Below this share of a zone's total, or this number, few are left. */
export const scarceStock = { percent: 15, count: 20 } as const

type StockLevel = 'soldOut' | 'scarce' | 'plenty'

/** The stock of a bundle in a zone as a word. A zone without an entry sells nothing. Pure. */
export function stockLevel(stock: Stock | undefined): StockLevel {
  if (!stock || stock.free === 0) return 'soldOut'
  return stock.free < Math.max(scarceStock.count, (stock.total * scarceStock.percent) / 100)
    ? 'scarce'
    : 'plenty'
}
