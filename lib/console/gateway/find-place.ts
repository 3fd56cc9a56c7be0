import type { Limits } from './limits'

type Connection = { caller: string; isAdmitted(): boolean }

/**
 * Whether one more connection of `caller` has a place beside `standing`, the oldest first. Without a ticket a connection is
 * nobody's, and a script opens any number: those of one caller are few, and where all are too many the oldest of them makes
 * room, since an honest page brings its ticket within moments. Pure.
 */
export function findPlace<C extends Connection>(
  standing: readonly C[],
  caller: string,
  limits: Pick<Limits, 'connectionsMax' | 'waitingMax' | 'waitingMaxOfCaller' | 'ofCallerMax'>,
): { outcome: 'full' } | { outcome: 'place'; instead: C | null } {
  const own = standing.filter((each) => each.caller === caller)
  const ownWaiting = own.filter((each) => !each.isAdmitted())
  if (own.length >= limits.ofCallerMax || ownWaiting.length >= limits.waitingMaxOfCaller)
    return { outcome: 'full' }
  const waiting = standing.filter((each) => !each.isAdmitted())
  const isFull = standing.length >= limits.connectionsMax
  if (!isFull && waiting.length < limits.waitingMax) return { outcome: 'place', instead: null }
  const [oldest] = waiting
  return oldest ? { outcome: 'place', instead: oldest } : { outcome: 'full' }
}
