import type { Tx } from '~/db/client'
import { listReadyTimes } from '../queries/read'
import type { ReadyTimes } from '../views'

/** Fewer deliveries than this measure nothing worth promising. */
const fewestDeliveries = 3

/**
 * The median time from order to ready of the last 25 deliveries of each kind in each zone, in milliseconds;
 * null where too few were made to say anything true.
 */
export async function readReadyTimes(tx: Tx): Promise<ReadyTimes> {
  const times: ReadyTimes = {}
  for (const row of await listReadyTimes(tx)) {
    const zone = times[row.zoneId] ?? { instance: null, volume: null }
    if (row.deliveries >= fewestDeliveries) zone[row.resourceKind] = row.medianMilliseconds
    times[row.zoneId] = zone
  }
  return times
}
