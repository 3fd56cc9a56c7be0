import type { Tx } from '~/db/client'
import { listReadyTimes } from '../queries/read'
import type { ReadyTimes } from '../views'
import { deliveryRule } from './delivery-rule'

/**
 * The median time in milliseconds from order to ready over the last 25 deliveries of each kind in each zone;
 * null with too few deliveries.
 */
export async function readReadyTimes(tx: Tx): Promise<ReadyTimes> {
  const times: ReadyTimes = {}
  for (const row of await listReadyTimes(tx)) {
    const zone = times[row.zoneId] ?? { instance: null, volume: null }
    if (row.deliveries >= deliveryRule.fewest) zone[row.resourceKind] = row.medianMilliseconds
    times[row.zoneId] = zone
  }
  return times
}
