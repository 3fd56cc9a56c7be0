import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { countEvents } from './count-events'
import {
  findCountedUntil,
  findFirstSample,
  listCountedHours,
  lockCounting,
  moveCounters,
  setCountedUntil,
} from './queries/counters'

/** A hypervisor answers within eight seconds, so after this delay no more samples of the hour arrive. */
const completeAfterSeconds = 15
const hourMs = 3_600_000

/**
 * Counts outgoing traffic of finished hours from the growth of the servers' counters: one measurement per server and
 * hour, through the same intake as meters, with the new position in the same transaction. Idempotent, also when run
 * late or concurrently. Each hour has its own transaction: after a pause no statement grows with it. Returns the number
 * of server hours counted.
 */
export async function countTraffic(ctx: OpContext, stop?: AbortSignal): Promise<number> {
  const complete = addSeconds(ctx.now, -completeAfterSeconds).getTime()
  const until = new Date(complete - (complete % hourMs))
  let counted = 0
  while (!stop?.aborted) {
    const hour = await countHour(ctx, until)
    if (hour === null) break
    counted += hour
  }
  return counted
}

/** Counts the next uncounted hour before `until`; null when there is none or another worker counts. */
async function countHour(ctx: OpContext, until: Date): Promise<number | null> {
  return withSystem(ctx, async (tx) => {
    if (!(await lockCounting(tx))) return null
    const from = await findCountedUntil(tx)
    if (from && from >= until) return null
    const first = await findFirstSample(tx, from)
    // Hours without a sample are passed over at once.
    const end = first && first < until ? hourAfter(first) : until
    const hours = await listCountedHours(tx, from, end, ctx.now)
    const events = hours.map(({ instanceId, at, bytes }, index) => ({
      index,
      key: `${instanceId}@${at.toISOString()}`,
      resourceId: instanceId,
      meter: 'traffic_out' as const,
      at,
      quantity: bytes,
    }))
    const { refused } = await countEvents(tx, 'counters', events, ctx.now)
    invariant(refused.length === 0, `counters are refused: ${refused[0]?.reason}`)
    await moveCounters(tx, from, end)
    await setCountedUntil(tx, end)
    return events.length
  })
}

const hourAfter = (at: Date) => new Date(at.getTime() - (at.getTime() % hourMs) + hourMs)
