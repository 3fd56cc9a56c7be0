import { eldersOf, type Member } from './assign'
import type { LivePool } from './queries/worker'

/** A worker writes every three seconds at most; one that is a second late may be dead. */
const lateMs = 4_000
/** The two oldest write each second. A worker that learns late that it is one of them is taken for late: that does no harm. */
const elderLateMs = 2_500

/** Workers from the rows of their queues: a reopened queue has a second row for a while. Pure. */
export function membersOf(pools: readonly LivePool[]): Member[] {
  const newest = new Map<string, LivePool>()
  for (const pool of pools) {
    const known = newest.get(pool.workerId)
    if (!known || pool.silentMs < known.silentMs) newest.set(pool.workerId, pool)
  }
  const judged = [...newest.values()].map(({ poolId: _, databaseMs: __, ...member }) => ({
    ...member,
    isLate: member.silentMs > lateMs,
  }))
  const elders = eldersOf(judged)
  return judged.map(({ silentMs, ...member }) => ({
    ...member,
    isLate: member.isLate || (elders.includes(member.workerId) && silentMs > elderLateMs),
  }))
}
