import { invariant } from '~/lib/kernel/errors'
import type { Pattern } from './shapes'

const tolerance = 1e-9

export type Covering = {
  /** The dual prices: the cost of one more server of each shape, in hosts. */
  prices(): number[]
  add(pattern: Pattern): void
  /** The patterns in use and the (fractional) number of hosts of each. */
  solution(): { pattern: Pattern; times: number }[]
}

/**
 * Solves "cover `counts` with as few patterns as possible, fractions allowed" by the revised simplex method,
 * with column generation: the caller adds patterns as it finds them. Starts from one pattern per shape:
 * `alone[i]` servers of shape `i` and nothing else. Every count is positive. The basis inverse is dense: a
 * zone has tens of shapes, not thousands.
 */
export function startCovering(counts: readonly number[], alone: readonly number[]): Covering {
  const size = counts.length
  const costs = new Float64Array(size).fill(1)
  const basis: (Pattern | null)[] = counts.map((_, index) =>
    counts.map((__, other) => (other === index ? (alone[index] ?? 0) : 0)),
  )
  const inverse = counts.map((_, index) => {
    const row = new Float64Array(size)
    row[index] = 1 / (alone[index] ?? 1)
    return row
  })
  const times = Float64Array.from(counts, (count, index) => count / (alone[index] ?? 1))

  const prices = () =>
    counts.map((_, column) =>
      inverse.reduce((sum, row, index) => sum + (costs[index] ?? 0) * (row[column] ?? 0), 0),
    )

  function enter(pattern: Pattern | null, cost: number, column: Float64Array): void {
    const leaving = leavingRow(column, times)
    const pivot = inverse[leaving]
    invariant(pivot, 'covering is bounded: some pattern must leave')
    const rate = column[leaving] ?? 1
    const step = (times[leaving] ?? 0) / rate
    for (let at = 0; at < size; at += 1) pivot[at] = (pivot[at] ?? 0) / rate
    inverse.forEach((row, index) => {
      const factor = column[index] ?? 0
      if (index === leaving || factor === 0) return
      for (let at = 0; at < size; at += 1) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0)
      times[index] = Math.max(0, (times[index] ?? 0) - factor * step)
    })
    times[leaving] = step
    costs[leaving] = cost
    basis[leaving] = pattern
  }

  return {
    prices,
    add(pattern) {
      enter(
        pattern,
        1,
        Float64Array.from(inverse, (row) =>
          row.reduce((sum, value, index) => sum + value * (pattern[index] ?? 0), 0),
        ),
      )
      // A negative price means that a count is exceeded for nothing: the surplus variable enters the basis.
      for (;;) {
        const column = prices().findIndex((price) => price < -tolerance)
        if (column === -1) return
        enter(
          null,
          0,
          Float64Array.from(inverse, (row) => -(row[column] ?? 0)),
        )
      }
    },
    solution: () =>
      basis.flatMap((pattern, index) => {
        const used = times[index] ?? 0
        return pattern && used > tolerance ? [{ pattern, times: used }] : []
      }),
  }
}

/** The row of the pattern that reaches zero first as the new one grows, or -1. */
function leavingRow(column: Float64Array, times: Float64Array): number {
  let leaving = -1
  let least = Number.POSITIVE_INFINITY
  column.forEach((rate, row) => {
    if (rate <= tolerance) return
    const ratio = (times[row] ?? 0) / rate
    if (ratio >= least - 1e-12) return
    least = ratio
    leaving = row
  })
  return leaving
}
