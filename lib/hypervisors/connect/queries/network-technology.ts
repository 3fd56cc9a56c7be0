import { and, eq, isNull, ne, notExists, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { type NetworkTechnology, zones } from '~/db/schema/catalogue'
import { privateNetworks, spareNetworks } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

/**
 * Sets how private networks of the zone are made; a zone with networks keeps the technology that they were made with.
 * Returns whether it changed.
 */
export async function setNetworkTechnology(
  tx: Tx,
  zoneId: Id<'zone'>,
  networkTechnology: NetworkTechnology,
): Promise<boolean> {
  const networks = tx.select({ one: sql`1` }).from(privateNetworks).where(eq(privateNetworks.zoneId, zoneId))
  const changed = await tx
    .update(zones)
    .set({ networkTechnology })
    .where(and(eq(zones.id, zoneId), ne(zones.networkTechnology, networkTechnology), notExists(networks)))
    .returning({ id: zones.id })
  return changed.length > 0
}

/** No project takes over a spare network of the zone that exists now. */
export async function withdrawSpares(tx: Tx, zoneId: Id<'zone'>, now: Date): Promise<void> {
  await tx
    .update(spareNetworks)
    .set({ withdrawnAt: now })
    .where(and(eq(spareNetworks.zoneId, zoneId), isNull(spareNetworks.withdrawnAt)))
}

export async function findNetworkTechnology(tx: Tx, zoneId: Id<'zone'>): Promise<NetworkTechnology | null> {
  const [row] = await tx
    .select({ networkTechnology: zones.networkTechnology })
    .from(zones)
    .where(eq(zones.id, zoneId))
  return row?.networkTechnology ?? null
}
