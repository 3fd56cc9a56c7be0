import type { Member } from './assign'
import type { LivePool } from './queries/worker'

/** A worker writes every three seconds at most; one that is a second late may be dead. */
const lateMs = 4_000

/** Workers from the rows of their queues: a reopened queue has a second row for a while. Pure. */
export function membersOf(pools: readonly LivePool[]): Member[] {
  const newest = new Map<string, LivePool>()
  for (const pool of pools) {
    const known = newest.get(pool.workerId)
    if (!known || pool.silentMs < known.silentMs) newest.set(pool.workerId, pool)
  }
  return [...newest.values()].map(({ poolId: _, silentMs, ...member }) => ({
    ...member,
    isLate: silentMs > lateMs,
  }))
}
