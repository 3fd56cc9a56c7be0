import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zoneReach, zones } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'

/** Zones whose hypervisor tells what happens on it. */
export async function listWatchedZones(tx: Tx) {
  return tx
    .select({ id: zones.id, code: zones.code, driver: zones.driver })
    .from(zones)
    .where(and(eq(zones.driver, 'incus'), ne(zones.state, 'closed')))
    .orderBy(asc(zones.code))
}

/** True while this worker, and no other, is to listen to the zone's hypervisor. By the clock of the database. */
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

/** Another worker may listen at once. */
export async function dropWatches(tx: Tx, workerId: string): Promise<void> {
  await tx
    .update(zoneReach)
    .set({ watchedBy: null, watchedUntil: null })
    .where(eq(zoneReach.watchedBy, workerId))
}
