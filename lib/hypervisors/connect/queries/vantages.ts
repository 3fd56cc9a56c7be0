import { and, asc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { type VantageReport, zoneReach, zones } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'

/** Lists Incus zones that had no vantage check for half a minute. */
export async function listUncheckedZones(tx: Tx) {
  return tx
    .select({ id: zones.id, code: zones.code })
    .from(zones)
    .leftJoin(zoneReach, eq(zoneReach.zoneId, zones.id))
    .where(
      and(
        eq(zones.driver, 'incus'),
        ne(zones.state, 'closed'),
        sql`coalesce(${zoneReach.vantagesCheckedAt} < clock_timestamp() - interval '25 seconds', true)`,
      ),
    )
    .orderBy(asc(zones.code))
}

export async function saveVantages(tx: Tx, zoneId: Id<'zone'>, vantages: VantageReport[]): Promise<void> {
  const set = { vantages, vantagesCheckedAt: sql`clock_timestamp()` }
  await tx
    .insert(zoneReach)
    .values({ zoneId, ...set })
    .onConflictDoUpdate({ target: zoneReach.zoneId, set })
}

/** Returns the last vantage reports of these zones. */
export async function listVantages(tx: Tx, zoneIds: readonly Id<'zone'>[]) {
  return tx
    .select({
      zoneId: zoneReach.zoneId,
      vantages: zoneReach.vantages,
      checkedAt: zoneReach.vantagesCheckedAt,
    })
    .from(zoneReach)
    .where(and(inArray(zoneReach.zoneId, [...zoneIds]), isNotNull(zoneReach.vantagesCheckedAt)))
}
