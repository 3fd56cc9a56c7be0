import { withShared } from '~/db/client'
import { createKeptValues } from '~/lib/kernel/concurrency/kept-values'
import type { OpContext } from '~/lib/kernel/op-context'
import { listDeliveryTimes } from '../queries/read'
import type { DeliveryTimes } from '../views'
import { deliveryRule } from './delivery-rule'

/** For any number of visitors the deliveries are counted at most once per interval. */
const shown = createKeptValues<DeliveryTimes>({ freshMs: 10_000, most: 1 })

/** As `readDeliveryTimes`, at most ten seconds old. Public by intent. */
export const showDeliveryTimes = (ctx: OpContext): Promise<DeliveryTimes> =>
  shown.get('', ctx.now, () => readDeliveryTimes(ctx))

/**
 * How long the last deliveries took in each zone, from the order to the ready resource. Leaves out what has too few
 * deliveries for a figure. Public by intent.
 */
export async function readDeliveryTimes(ctx: OpContext): Promise<DeliveryTimes> {
  const rows = await withShared(ctx, (tx) => listDeliveryTimes(tx, deliveryRule.most))
  const times: DeliveryTimes = {}
  for (const { zoneId, resourceKind, deliveries, medianMilliseconds, p95Milliseconds } of rows) {
    if (deliveries < deliveryRule.fewest) continue
    times[zoneId] = {
      ...times[zoneId],
      [resourceKind]: {
        deliveries,
        medianMilliseconds,
        p95Milliseconds: deliveries < deliveryRule.fewestForShare ? null : p95Milliseconds,
      },
    }
  }
  return times
}
