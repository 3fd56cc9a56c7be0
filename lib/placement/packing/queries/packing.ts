import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sells } from '~/db/expressions/selling-host'
import { zones } from '~/db/schema/catalogue'
import { hosts } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** The policy of a zone, locked until the transaction ends; null when the zone does not exist. */
export async function lockPlacementOf(tx: Tx, zoneId: Id<'zone'>) {
  const [row] = await tx
    .select({ placement: zones.placement })
    .from(zones)
    .where(eq(zones.id, zoneId))
    .for('update')
  return row?.placement ?? null
}

export async function updatePlacement(
  tx: Tx,
  zoneId: Id<'zone'>,
  placement: 'spread' | 'pack',
): Promise<void> {
  await tx.update(zones).set({ placement }).where(eq(zones.id, zoneId))
}

/** The hosts of a zone that sell: how many are in use, and how many are empty. */
export async function countHostsInUse(tx: Tx, zoneId: Id<'zone'>) {
  const [row] = await tx
    .select({
      inUse: sql<number>`(count(*) filter (where ${hosts.memoryMibFree} < ${hosts.memoryMibPhysical} - ${hosts.memoryMibReserved}))::int`,
      empty: sql<number>`(count(*) filter (where ${hosts.memoryMibFree} >= ${hosts.memoryMibPhysical} - ${hosts.memoryMibReserved}))::int`,
    })
    .from(hosts)
    .where(and(eq(hosts.zoneId, zoneId), sells))
  return row ?? { inUse: 0, empty: 0 }
}
