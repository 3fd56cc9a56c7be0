import type { Span } from '../availability/compute-availability'
import type { Reading, Transition } from '../availability/transitions'
import type { Exclusion } from '../contract/exclusions'

/** Half-open `[from, to)`, milliseconds since 1970: one state, or one exclusion rule. */
export type Stretch = Span & { state: Reading | 'excluded'; rule: Exclusion['rule'] | null }

/**
 * Splits a window into consecutive intervals that add up to it: the terms of `computeAvailability`. Overlapping
 * exclusions take the first rule in the list; before the first transition the state is unknown. Pure.
 */
export function stretchesOf(
  transitions: readonly Transition[],
  window: Span,
  exclusions: readonly Exclusion[],
): Stretch[] {
  if (window.from >= window.to) return []
  const inside = (at: number) => at > window.from && at < window.to
  const cuts = [
    window.from,
    ...transitions.map(({ at }) => at).filter(inside),
    ...exclusions.flatMap(({ from, to }) => [from, to]).filter(inside),
    window.to,
  ].sort((a, b) => a - b)
  const stretches: Stretch[] = []
  let next = 0
  let state: Reading = 'unknown'
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1]
    if (to === undefined || to === from) continue
    while (next < transitions.length && (transitions[next] as Transition).at <= from) {
      state = (transitions[next] as Transition).state
      next += 1
    }
    const rule = exclusions.find((each) => each.from <= from && to <= each.to)?.rule ?? null
    const stretch: Stretch = { from, to, state: rule ? 'excluded' : state, rule }
    const last = stretches.at(-1)
    if (last && last.state === stretch.state && last.rule === rule) last.to = to
    else stretches.push(stretch)
  }
  return stretches
}
