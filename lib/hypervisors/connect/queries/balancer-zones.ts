import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zoneReach, zones } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'
import type { ComparedZone } from '../../drifts/queries/compared-zones'

/** Zones without a check for load balancers in the last half minute. */
export async function listZonesToCheck(tx: Tx): Promise<ComparedZone[]> {
  return tx
    .select({ id: zones.id, code: zones.code, driver: zones.driver })
    .from(zones)
    .leftJoin(zoneReach, eq(zoneReach.zoneId, zones.id))
    .where(
      and(
        ne(zones.state, 'closed'),
        sql`coalesce(${zoneReach.balancersCheckedAt} < clock_timestamp() - interval '25 seconds', true)`,
      ),
    )
    .orderBy(asc(zones.code))
}

export async function saveHasBalancers(tx: Tx, zoneId: Id<'zone'>, hasBalancers: boolean): Promise<void> {
  const set = { hasBalancers, balancersCheckedAt: sql`clock_timestamp()` }
  await tx
    .insert(zoneReach)
    .values({ zoneId, ...set })
    .onConflictDoUpdate({ target: zoneReach.zoneId, set })
}
