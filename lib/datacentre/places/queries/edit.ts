import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { hosts, racks, rooms, sites, storagePools } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

type SiteFacts = Pick<typeof sites.$inferSelect, 'name' | 'city' | 'address'>
type RackFacts = Pick<typeof racks.$inferSelect, 'name' | 'row' | 'units'>
type HostPlace = Pick<typeof hosts.$inferSelect, 'rackId' | 'rackUnit' | 'heightUnits' | 'generation'>

/** Returns false when there is no such site. */
export async function updateSite(tx: Tx, siteId: Id<'site'>, set: SiteFacts): Promise<boolean> {
  const changed = await tx.update(sites).set(set).where(eq(sites.id, siteId)).returning({ id: sites.id })
  return changed.length === 1
}

/** Returns false when there is no such room. */
export async function updateRoom(tx: Tx, roomId: Id<'room'>, set: { name: string }): Promise<boolean> {
  const changed = await tx.update(rooms).set(set).where(eq(rooms.id, roomId)).returning({ id: rooms.id })
  return changed.length === 1
}

/** Returns the rack, locked, which serialises hosts that are added to it. */
export async function lockRack(tx: Tx, rackId: Id<'rack'>) {
  const [row] = await tx.select().from(racks).where(eq(racks.id, rackId)).for('no key update')
  return row ?? null
}

export async function updateRack(tx: Tx, rackId: Id<'rack'>, set: RackFacts): Promise<void> {
  await tx.update(racks).set(set).where(eq(racks.id, rackId))
}

/** The units that the hosts of a rack occupy. */
export async function listPlacesInRack(tx: Tx, rackId: Id<'rack'>) {
  return tx
    .select({ id: hosts.id, name: hosts.name, rackUnit: hosts.rackUnit, heightUnits: hosts.heightUnits })
    .from(hosts)
    .where(eq(hosts.rackId, rackId))
}

export async function updateHostPlace(tx: Tx, hostId: Id<'host'>, set: HostPlace): Promise<void> {
  await tx.update(hosts).set(set).where(eq(hosts.id, hostId))
}

export async function findPoolForUpdate(tx: Tx, poolId: Id<'pool'>) {
  const [row] = await tx.select().from(storagePools).where(eq(storagePools.id, poolId)).for('no key update')
  return row ?? null
}

export async function updatePoolName(tx: Tx, poolId: Id<'pool'>, name: string): Promise<void> {
  await tx.update(storagePools).set({ name }).where(eq(storagePools.id, poolId))
}
