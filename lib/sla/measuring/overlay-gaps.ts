import type { Span } from '../availability/compute-availability'
import type { Transition } from '../availability/transitions'

/**
 * The transitions of a vantage with its missing rounds: unknown within every gap and from `knownUntil` on.
 * `transitions` and `gaps` are sorted, and gaps do not overlap. Pure; milliseconds, UTC.
 */
export function overlayGaps(
  transitions: readonly Transition[],
  gaps: readonly Span[],
  knownUntil: number,
): Transition[] {
  const overlaid: Transition[] = []
  const push = (at: number, state: Transition['state']) => {
    const last = overlaid.at(-1)
    if (last?.at === at) overlaid.pop()
    if (overlaid.at(-1)?.state !== state) overlaid.push({ at, state })
  }
  let next = 0
  let state: Transition['state'] = 'unknown'
  const passUntil = (at: number) => {
    while (next < transitions.length && (transitions[next] as Transition).at < at) {
      const transition = transitions[next] as Transition
      next += 1
      state = transition.state
      push(transition.at, state)
    }
  }
  const end = { from: knownUntil, to: Number.POSITIVE_INFINITY }
  for (const gap of [...gaps.filter(({ from }) => from < knownUntil), end]) {
    passUntil(gap.from)
    // Before the first transition the state is unknown anyway.
    if (overlaid.length > 0) push(gap.from, 'unknown')
    while (next < transitions.length && (transitions[next] as Transition).at <= gap.to) {
      state = (transitions[next] as Transition).state
      next += 1
    }
    if (gap.to < knownUntil && state !== 'unknown') push(gap.to, state)
  }
  return overlaid
}
