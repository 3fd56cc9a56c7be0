import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import {
  findCountedUntil,
  listCountedHours,
  lockCounting,
  moveCounters,
  setCountedUntil,
} from './queries/counters'
import { takeEvents } from './take-events'

/** A hypervisor answers within eight seconds: after this, no sample of the hour comes any more. */
const settledSeconds = 15
const hourMs = 3_600_000

/**
 * What left servers in the hours that are over is counted as their counters rose, one measurement per server and hour,
 * through the same intake as what meters hand in and with where to go on in the same transaction: whoever runs it,
 * however often or late, it counts once. Says how many servers' hours it counted.
 */
export async function countTraffic(ctx: OpContext): Promise<number> {
  const settled = addSeconds(ctx.now, -settledSeconds).getTime()
  const until = new Date(settled - (settled % hourMs))
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
    const { refused } = await takeEvents(tx, 'counters', events, ctx.now)
    invariant(refused.length === 0, `counters are refused: ${refused[0]?.reason}`)
    await moveCounters(tx, from, until)
    await setCountedUntil(tx, until)
    return events.length
  })
}
