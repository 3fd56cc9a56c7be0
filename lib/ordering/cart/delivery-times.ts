import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { listDeliveryTimes } from '../queries/read'
import type { DeliveryTimes } from '../views'
import { deliveryRule } from './delivery-rule'

/**
 * How long the last deliveries took in each zone, from the order to the ready resource. Leaves out what has too few
 * deliveries for a figure. Public by intent.
 */
export async function showDeliveryTimes(ctx: OpContext): Promise<DeliveryTimes> {
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
