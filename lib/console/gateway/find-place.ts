import type { Limits } from './limits'

type Connection = { caller: string; isAdmitted(): boolean }

/**
 * Whether one more connection of `caller` fits in addition to `standing`, which is ordered oldest first. Connections
 * without a ticket are anonymous, and a script can open any number: their count per caller is small, and when the total
 * is too high the oldest is closed, since a real page sends its ticket within moments. Pure.
 */
export function findPlace<C extends Connection>(
  connections: readonly C[],
  caller: string,
  limits: Pick<Limits, 'connectionsMax' | 'waitingMax' | 'waitingMaxOfCaller' | 'ofCallerMax'>,
): { outcome: 'full' } | { outcome: 'place'; instead: C | null } {
  const own = connections.filter((each) => each.caller === caller)
  const ownWaiting = own.filter((each) => !each.isAdmitted())
  if (own.length >= limits.ofCallerMax || ownWaiting.length >= limits.waitingMaxOfCaller)
    return { outcome: 'full' }
  const waiting = connections.filter((each) => !each.isAdmitted())
  const isFull = connections.length >= limits.connectionsMax
  if (!isFull && waiting.length < limits.waitingMax) return { outcome: 'place', instead: null }
  const [oldest] = waiting
  return oldest ? { outcome: 'place', instead: oldest } : { outcome: 'full' }
}
