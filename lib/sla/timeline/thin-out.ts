import type { Span } from '../availability/compute-availability'

/** Which of two states in the same slot is drawn: failures are never hidden. */
const weights = { down: 3, unknown: 2, excluded: 1, up: 0 } as const
export type DrawnState = keyof typeof weights
export type DrawnSpan = Span & { state: DrawnState }

/**
 * At most `slots` equal intervals over `window`, each with its worst state: an interval too short to be visible is
 * drawn wider instead of left out. Fewer intervals stay unchanged. `spans` are sorted and do not overlap. Pure;
 * milliseconds.
 */
export function thinOut(spans: readonly DrawnSpan[], window: Span, slots: number): DrawnSpan[] {
  if (spans.length <= slots) return [...spans]
  const size = (window.to - window.from) / slots
  const worst: (DrawnState | null)[] = Array.from({ length: slots }, () => null)
  for (const { from, to, state } of spans) {
    const first = Math.max(0, Math.floor((from - window.from) / size))
    const last = Math.min(slots - 1, Math.ceil((to - window.from) / size) - 1)
    for (let slot = first; slot <= last; slot += 1) {
      const known = worst[slot]
      if (known == null || weights[state] > weights[known]) worst[slot] = state
    }
  }
  const thinned: DrawnSpan[] = []
  for (const [slot, state] of worst.entries()) {
    if (state === null) continue
    const [from, to] = [window.from + slot * size, window.from + (slot + 1) * size]
    const before = thinned.at(-1)
    if (before?.state === state && before.to === from) before.to = to
    else thinned.push({ from, to, state })
  }
  return thinned
}
