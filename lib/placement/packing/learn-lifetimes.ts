import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { completeAfterSeconds, learnWindow, type WatchedServer } from './learn-window'
import { startLifetimes } from './lifetimes'
import {
  findFirstServerAt,
  insertLifetimes,
  listServersThatRan,
  listZoneIds,
  lockLifetimes,
  updateLifetimes,
} from './queries/lifetimes'

const windowSecondsMax = 86_400
/** A shorter window waits for the next pass. */
const windowSecondsMin = 600
const historySecondsMax = 90 * 86_400
const pageSize = 5_000

/**
 * Learns the lifetimes of servers in every zone, from those that ran since the last pass; initially from the
 * last 90 days, a day per transaction. The result and its end time are written together, so an interrupted
 * pass resumes and a repeated one adds nothing. A zone that fails does not stop the others; `stop` ends the pass after
 * the current transaction.
 *
 * @throws AggregateError when a zone failed, after all of them
 */
export async function learnLifetimes(ctx: OpContext, stop?: AbortSignal): Promise<void> {
  authorizeSystem(ctx)
  const failures: unknown[] = []
  for (const zoneId of await withSystem(ctx, listZoneIds))
    await learnZone(ctx, zoneId, stop).catch((cause: unknown) =>
      failures.push(new Error(`zone ${zoneId} failed`, { cause })),
    )
  if (failures.length > 0) throw new AggregateError(failures, 'lifetimes of zones failed')
}

async function learnZone(ctx: OpContext, zoneId: Id<'zone'>, stop: AbortSignal | undefined): Promise<void> {
  while (!stop?.aborted && (await withSystem(ctx, (tx) => learnNextWindow(tx, ctx, zoneId))));
}

/** False when nothing is left to learn. */
async function learnNextWindow(tx: Tx, ctx: OpContext, zoneId: Id<'zone'>): Promise<boolean> {
  const known = (await lockLifetimes(tx, zoneId)) ?? (await beginLearning(tx, ctx, zoneId))
  if (!known) return false
  const from = secondsOf(known.learntUntil)
  const to = Math.min(from + windowSecondsMax, Math.floor(secondsOf(ctx.now)) - completeAfterSeconds)
  if (to < from + windowSecondsMin) return false
  const servers = await readServers(tx, zoneId, from, to)
  const lifetimes = startLifetimes(known.kinds)
  learnWindow(lifetimes, servers, from, to)
  await updateLifetimes(tx, zoneId, {
    learntUntil: dateOf(to),
    ended: servers.filter(({ endedAt }) => endedAt !== null && endedAt < to).length,
    kinds: lifetimes.kinds(),
  })
  return true
}

async function beginLearning(tx: Tx, ctx: OpContext, zoneId: Id<'zone'>) {
  const first = await findFirstServerAt(tx, zoneId)
  if (!first) return null
  const earliest = secondsOf(ctx.now) - historySecondsMax
  await insertLifetimes(tx, zoneId, dateOf(Math.floor(Math.max(secondsOf(first), earliest))))
  return lockLifetimes(tx, zoneId)
}

async function readServers(tx: Tx, zoneId: Id<'zone'>, from: number, to: number): Promise<WatchedServer[]> {
  const servers: WatchedServer[] = []
  for (let after = ''; ; ) {
    const page = await listServersThatRan(tx, zoneId, {
      from: dateOf(from),
      to: dateOf(to),
      after,
      limit: pageSize,
    })
    for (const { vcpu, memoryMib, orderCount, createdAt, endedAt } of page) {
      const [created, ended] = [secondsOf(createdAt), endedAt && secondsOf(endedAt)]
      servers.push({ vcpu, memoryMib, orderCount, createdAt: created, endedAt: ended })
    }
    const last = page.at(-1)
    if (!last || page.length < pageSize) return servers
    after = last.id
  }
}

const secondsOf = (date: Date) => date.getTime() / 1_000
const dateOf = (seconds: number) => new Date(seconds * 1_000)
