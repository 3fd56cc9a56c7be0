import fc from 'fast-check'
import { expect } from 'vitest'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { type Availability, computeAvailability, type Span } from '../compute-availability'
import type { Transition } from '../transitions'

const day = 86_400_000

/** Samples the middle of every interval between two instants at which anything changes. */
function oracle(transitions: readonly Transition[], window: Span, exclusions: readonly Span[]): Availability {
  const instants = [window.from, window.to, ...transitions.map(({ at }) => at)]
  for (const span of exclusions) instants.push(span.from, span.to)
  const edges = [...new Set(instants)].filter((at) => at >= window.from && at <= window.to)
  edges.sort((a, b) => a - b)
  const sums = { up: 0n, down: 0n, unknown: 0n, excluded: 0n }
  for (let index = 1; index < edges.length; index += 1) {
    const [from, to] = [edges[index - 1] as number, edges[index] as number]
    const isExcluded = exclusions.some((span) => span.from <= from && span.to >= to)
    const state = transitions.filter(({ at }) => at <= from).at(-1)?.state ?? 'unknown'
    sums[isExcluded ? 'excluded' : state] += BigInt(to - from)
  }
  const seen = sums.up + sums.down
  return {
    windowMs: window.to - window.from,
    excludedMs: Number(sums.excluded),
    unknownMs: Number(sums.unknown),
    downMs: Number(sums.down),
    upMs: Number(sums.up),
    availabilityPpm:
      seen === 0n ? null : Number((sums.up * 1_000_000n - ((sums.up * 1_000_000n) % seen)) / seen),
  }
}

/** Special months: both clock changes, and February with a 29th. */
const months = ['2027-03-15', '2027-10-15', '2028-02-10', '2026-02-10', '2026-12-15']
const window = fc.constantFrom(...months).map((date) => {
  const { from, to } = parisMonth(new Date(`${date}T12:00:00Z`))
  return { from: from.getTime(), to: to.getTime() }
})
/** Few distinct instants, so that many coincide; some before and after the month. */
const around = (span: Span) =>
  fc.oneof(
    fc.integer({ min: -2, max: 34 }).map((days) => span.from + days * day),
    fc.integer({ min: -day, max: span.to - span.from + day }).map((offset) => span.from + offset),
    fc.constantFrom(span.from, span.to, span.from + 1, span.to - 1),
  )

/** Checks this many random windows against an independently written oracle. */
export function agreesWithOracle(windows: number): void {
  const scene = window.chain((span) =>
    fc.record({
      span: fc.constant(span),
      transitions: fc
        .array(fc.record({ at: around(span), state: fc.constantFrom('up', 'down', 'unknown') }), {
          maxLength: 8,
        })
        .map((list) => list.sort((a, b) => a.at - b.at) as Transition[]),
      exclusions: fc.array(
        fc.tuple(around(span), around(span)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
        { maxLength: 4 },
      ),
    }),
  )
  fc.assert(
    fc.property(scene, ({ span, transitions, exclusions }) => {
      const found = computeAvailability(transitions, span, exclusions)
      const wanted = oracle(transitions, span, exclusions)
      // Compared by hand: `expect` would take most of the time.
      for (const key of Object.keys(wanted) as (keyof Availability)[])
        if (found[key] !== wanted[key]) expect(found).toEqual(wanted)
      return found.upMs + found.downMs + found.unknownMs + found.excludedMs === found.windowMs
    }),
    { numRuns: windows },
  )
}
