import type { Transition } from './transitions'

/** Half-open `[from, to)` in milliseconds since 1970, UTC. */
export type Span = { from: number; to: number }

/** The durations of a window's parts, in milliseconds; they add up to the window. */
export type Availability = {
  windowMs: number
  /** Excluded by the contract, in any state. */
  excludedMs: number
  /** Unobserved time: not in the denominator, but reported. */
  unknownMs: number
  downMs: number
  upMs: number
  /** Up over up plus down in parts per million, rounded down; null without observations. */
  availabilityPpm: number | null
}

/**
 * The availability of a resource over `window`. `transitions` are sorted; before the first the state is unknown.
 * Exclusions may overlap, lie outside and come in any order: each instant is excluded once. Pure, integers only.
 */
export function computeAvailability(
  transitions: readonly Transition[],
  window: Span,
  exclusions: readonly Span[],
): Availability {
  const spent = { up: 0, down: 0, unknown: 0 }
  const excluded = mergeSpans(exclusions, window)
  let next = 0
  const take = (state: keyof typeof spent, from: number, to: number) => {
    // Exclusions that end before `from` are finished, because intervals are processed in time order.
    while (next < excluded.length && (excluded[next] as Span).to <= from) next += 1
    let left = to - from
    for (let index = next; index < excluded.length; index += 1) {
      const span = excluded[index] as Span
      if (span.from >= to) break
      left -= Math.min(span.to, to) - Math.max(span.from, from)
    }
    spent[state] += left
  }
  let state: keyof typeof spent = 'unknown'
  let since = window.from
  for (const transition of transitions) {
    if (transition.at >= window.to) break
    if (transition.at > since) {
      take(state, since, transition.at)
      since = transition.at
    }
    state = transition.state
  }
  if (since < window.to) take(state, since, window.to)
  return {
    windowMs: Math.max(0, window.to - window.from),
    excludedMs: excluded.reduce((sum, span) => sum + span.to - span.from, 0),
    unknownMs: spent.unknown,
    downMs: spent.down,
    upMs: spent.up,
    availabilityPpm: sharePpm(spent.up, spent.up + spent.down),
  }
}

/**
 * `part` of `whole` in parts per million, rounded down; null for an empty whole. Safe for milliseconds of many years.
 */
export function sharePpm(part: number, whole: number): number | null {
  return whole === 0 ? null : Number((BigInt(part) * 1_000_000n) / BigInt(whole))
}

/** `spans` clipped to `window` as sorted intervals that neither overlap nor touch. */
export function mergeSpans(spans: readonly Span[], window: Span): Span[] {
  const merged: Span[] = []
  const within = spans
    .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from)
  for (const span of within) {
    const last = merged.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else merged.push(span)
  }
  return merged
}
