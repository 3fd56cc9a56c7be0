import type { Reading } from '../availability/transitions'
import type { Sight } from '../measuring/read-transitions'
import { longestGapMs } from '../measuring/rounds'

/** The state at `now`: that of the newest round, unless it is too old. Pure. */
export function stateNow({ transitions, knownUntil }: Sight, now: Date): Reading {
  if (knownUntil === null || now.getTime() - knownUntil > longestGapMs) return 'unknown'
  return transitions.findLast(({ at }) => at < knownUntil)?.state ?? 'unknown'
}
