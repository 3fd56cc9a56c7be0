import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zoneReach, zones } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'

/** Lists zones with a hypervisor that sends events. */
export async function listWatchedZones(tx: Tx) {
  return tx
    .select({ id: zones.id, code: zones.code, driver: zones.driver })
    .from(zones)
    .where(and(eq(zones.driver, 'incus'), ne(zones.state, 'closed')))
    .orderBy(asc(zones.code))
}

/** Returns true when this worker alone is to listen to the zone's hypervisor. Uses the database's clock. */
export async function claimWatch(tx: Tx, zoneId: Id<'zone'>, workerId: string): Promise<boolean> {
  const set = { watchedBy: workerId, watchedUntil: sql`clock_timestamp() + interval '10 seconds'` }
  const rows = await tx
    .insert(zoneReach)
    .values({ zoneId, ...set })
    .onConflictDoUpdate({
      target: zoneReach.zoneId,
      set,
      setWhere: sql`coalesce(${zoneReach.watchedUntil} < clock_timestamp(), true) or ${zoneReach.watchedBy} = ${workerId}`,
    })
    .returning({ zoneId: zoneReach.zoneId })
  return rows.length > 0
}

/** Releases the worker's leases, so that another worker can listen at once. */
export async function releaseWatches(tx: Tx, workerId: string): Promise<void> {
  await tx
    .update(zoneReach)
    .set({ watchedBy: null, watchedUntil: null })
    .where(eq(zoneReach.watchedBy, workerId))
}
