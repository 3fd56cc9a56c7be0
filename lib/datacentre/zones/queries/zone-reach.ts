import { and, eq, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isReachable } from '~/db/expressions/reachable-zone'
import { zoneReach, zones } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'

/** Zones on real hypervisors that are not closed. */
export async function listHypervisorZones(tx: Tx): Promise<Id<'zone'>[]> {
  const rows = await tx
    .select({ id: zones.id })
    .from(zones)
    .where(and(ne(zones.driver, 'simulator'), ne(zones.state, 'closed')))
  return rows.map((row) => row.id)
}

/** Records that a worker reached the zone's hypervisor, or its `failure`. */
export async function upsertZoneReach(
  tx: Tx,
  zoneId: Id<'zone'>,
  failure: { code: string; text: string } | null,
): Promise<void> {
  const now = sql`clock_timestamp()`
  const set = failure
    ? { failedAt: now, failureCode: failure.code, failureText: failure.text }
    : { reachedAt: now }
  await tx
    .insert(zoneReach)
    .values({ zoneId, ...set })
    .onConflictDoUpdate({ target: zoneReach.zoneId, set })
}

/** The last reports of workers about every zone on a real hypervisor. */
export async function listZoneReach(tx: Tx) {
  return tx
    .select({
      zoneId: zones.id,
      isReachable,
      reachedAt: zoneReach.reachedAt,
      failedAt: zoneReach.failedAt,
      failureCode: zoneReach.failureCode,
      failureText: zoneReach.failureText,
    })
    .from(zones)
    .leftJoin(zoneReach, eq(zoneReach.zoneId, zones.id))
    .where(ne(zones.driver, 'simulator'))
}
