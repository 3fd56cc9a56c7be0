import { invariant } from '~/lib/kernel/errors'
import { bestPattern } from './best-pattern'
import { type Covering, startCovering } from './covering-simplex'
import { fitsIn, type Pattern, type Size, timesIn } from './shapes'

export type HostBound = {
  /** A lower bound on the hosts of any packing of these servers, to be rounded up. */
  hosts: number
  /** The packing behind the bound, in fractions of hosts: the starting point of a repacking. */
  patterns: { pattern: Pattern; times: number }[]
}

/** Real instances need far fewer: reaching it means that the simplex is cycling. */
const roundsMax = 10_000
const tolerance = 1e-9

/**
 * Prepares the lower bound on hosts for servers of these shapes: the configuration linear programme of Gilmore
 * and Gomory, solved by column generation. Patterns are kept between calls, so that the next bound starts from
 * the previous one. Every shape fits an empty host.
 *
 * The bound stays valid when the search ends early: the prices are divided by the worth of the best pattern,
 * which no pattern then exceeds.
 */
export function prepareHostBound(
  host: Size,
  shapes: readonly Size[],
): (counts: readonly number[]) => HostBound {
  invariant(
    shapes.every((shape) => fitsIn(shape, host)),
    'every shape fits an empty host',
  )
  const known: Pattern[] = []
  return (counts) => {
    const used = shapes.flatMap((_, index) => ((counts[index] ?? 0) > 0 ? [index] : []))
    if (used.length === 0) return { hosts: 0, patterns: [] }
    const needed = used.map((index) => counts[index] ?? 0)
    const covering = startCovering(
      needed,
      used.map((index) => timesIn(host, shapes[index] as Size)),
    )
    for (let round = 0; round < roundsMax; round += 1) {
      const prices = covering.prices()
      const all = shapes.map(() => 0)
      used.forEach((index, at) => {
        all[index] = prices[at] ?? 0
      })
      let pattern = mostWorth(known, all)
      if (!pattern) {
        const found = bestPattern(host, shapes, all)
        if (found.worth <= 1 + tolerance) {
          const value = needed.reduce((sum, count, at) => sum + count * (prices[at] ?? 0), 0)
          return { hosts: value / Math.max(1, found.worth), patterns: spread(covering, used, shapes.length) }
        }
        pattern = found.pattern
        known.push(pattern)
      }
      covering.add(used.map((index) => (pattern as Pattern)[index] ?? 0))
    }
    throw new Error('the bound on hosts did not converge')
  }
}

/** The plain bound, one resource at a time: never above the true one, and too weak to judge a packing by. */
export function resourceBound(host: Size, shapes: readonly Size[], counts: readonly number[]): number {
  const total = (of: (shape: Size) => number) =>
    shapes.reduce((sum, shape, index) => sum + of(shape) * (counts[index] ?? 0), 0)
  return Math.max(total((shape) => shape.vcpu) / host.vcpu, total((shape) => shape.memory) / host.memory)
}

function mostWorth(patterns: readonly Pattern[], prices: readonly number[]): Pattern | null {
  let best: Pattern | null = null
  let most = 1 + tolerance
  for (const pattern of patterns) {
    const worth = pattern.reduce((sum, count, index) => sum + count * (prices[index] ?? 0), 0)
    if (worth <= most) continue
    most = worth
    best = pattern
  }
  return best
}

function spread(covering: Covering, used: readonly number[], length: number): HostBound['patterns'] {
  return covering.solution().map(({ pattern, times }) => {
    const whole = Array.from({ length }, () => 0)
    used.forEach((index, at) => {
      whole[index] = pattern[at] ?? 0
    })
    return { pattern: whole, times }
  })
}
