import type { Reading } from '../availability/transitions'
import type { Sight } from '../measuring/read-transitions'
import { longestGapMs } from '../measuring/rounds'

/** What is known of something at `now`: what its newest round said, unless that is too long ago. Pure. */
export function stateNow({ transitions, knownUntil }: Sight, now: Date): Reading {
  if (knownUntil === null || now.getTime() - knownUntil > longestGapMs) return 'unknown'
  return transitions.findLast(({ at }) => at < knownUntil)?.state ?? 'unknown'
}
