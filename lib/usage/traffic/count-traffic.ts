import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { countEvents } from './count-events'
import {
  findCountedUntil,
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
 * late or concurrently. Returns the number of server hours counted.
 */
export async function countTraffic(ctx: OpContext): Promise<number> {
  const complete = addSeconds(ctx.now, -completeAfterSeconds).getTime()
  const until = new Date(complete - (complete % hourMs))
  return withSystem(ctx, async (tx) => {
    if (!(await lockCounting(tx))) return 0
    const from = await findCountedUntil(tx)
    if (from && from >= until) return 0
    const hours = await listCountedHours(tx, from, until, ctx.now)
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
    await moveCounters(tx, from, until)
    await setCountedUntil(tx, until)
    return events.length
  })
}
