/** The cost of one part in one month; cents without VAT. */
export type CostCell = { period: string; key: string; label: string; cents: bigint }

export type CostHistory = {
  /** The largest parts, largest first; all others summed under the key `rest`. */
  series: { key: string; label: string }[]
  /** Every month of `periods`, in order. */
  bars: { period: string; cents: bigint; parts: { key: string; cents: bigint }[] }[]
}

export const restKey = 'rest'

/**
 * Monthly bars of the parts that cost most over all months, with the rest of each month summed. The parts of a bar add
 * up to the month. Pure.
 */
export function costHistory(
  cells: readonly CostCell[],
  periods: readonly string[],
  partsMax: number,
): CostHistory {
  const totals = new Map<string, { label: string; cents: bigint }>()
  for (const { key, label, cents, period } of cells) {
    if (!periods.includes(period)) continue
    totals.set(key, { label, cents: (totals.get(key)?.cents ?? 0n) + cents })
  }
  const ranked = [...totals].sort(([a, x], [b, y]) => Number(y.cents - x.cents) || (a < b ? -1 : 1))
  const hasRest = ranked.length > partsMax
  const shown = ranked.slice(0, hasRest ? partsMax - 1 : partsMax).map(([key, { label }]) => ({ key, label }))
  const series = hasRest ? [...shown, { key: restKey, label: '' }] : shown
  const named = new Set(shown.map(({ key }) => key))
  return {
    series,
    bars: periods.map((period) => {
      const monthCells = cells.filter((cell) => cell.period === period)
      const sumOf = (isIn: (cell: CostCell) => boolean) =>
        monthCells.filter(isIn).reduce((sum, cell) => sum + cell.cents, 0n)
      return {
        period,
        cents: sumOf(() => true),
        parts: series.map(({ key }) => ({
          key,
          cents:
            key === restKey && hasRest
              ? sumOf((cell) => !named.has(cell.key))
              : sumOf((cell) => cell.key === key),
        })),
      }
    }),
  }
}
