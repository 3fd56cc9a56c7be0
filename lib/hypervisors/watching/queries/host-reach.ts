import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zoneReach, zones } from '~/db/schema/catalogue'
import { hosts } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** Zones that are not closed. */
export async function listZonesToLookAt(tx: Tx) {
  return tx
    .select({ id: zones.id, code: zones.code, driver: zones.driver })
    .from(zones)
    .where(ne(zones.state, 'closed'))
    .orderBy(asc(zones.code))
}

/** Whether a worker had an answer from the zone's hypervisor within the last few seconds. */
export async function wasJustReached(tx: Tx, zoneId: Id<'zone'>): Promise<boolean> {
  const [row] = await tx
    .select({ zoneId: zoneReach.zoneId })
    .from(zoneReach)
    .where(
      and(
        eq(zoneReach.zoneId, zoneId),
        sql`${zoneReach.reachedAt} > clock_timestamp() - interval '6 seconds'`,
      ),
    )
  return row !== undefined
}

/** The hosts of a zone that may have servers. */
export async function listHostReach(tx: Tx, zoneId: Id<'zone'>) {
  return tx
    .select({ id: hosts.id, name: hosts.name, unreachableSince: hosts.unreachableSince })
    .from(hosts)
    .where(and(eq(hosts.zoneId, zoneId), ne(hosts.state, 'retired')))
    .orderBy(asc(hosts.id))
}
