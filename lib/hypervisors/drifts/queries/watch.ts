import { and, asc, eq, ne } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zoneReach, zones } from '~/db/schema/catalogue'

/** Lists zones with a hypervisor that sends events. */
export async function listWatchedZones(tx: Tx) {
  return tx
    .select({ id: zones.id, code: zones.code, driver: zones.driver })
    .from(zones)
    .where(and(eq(zones.driver, 'incus'), ne(zones.state, 'closed')))
    .orderBy(asc(zones.code))
}

/** Releases the worker's leases, so that another worker can listen at once. */
export async function releaseWatches(tx: Tx, workerId: string): Promise<void> {
  await tx
    .update(zoneReach)
    .set({ watchedBy: null, watchedUntil: null })
    .where(eq(zoneReach.watchedBy, workerId))
}
