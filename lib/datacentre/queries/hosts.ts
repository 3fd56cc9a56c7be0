import { and, asc, count, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundleName } from '~/db/expressions/bundle-name'
import { bundles } from '~/db/schema/catalogue'
import { organisations } from '~/db/schema/identity/identity'
import { allocations, hosts, racks, rooms, sites, storagePools } from '~/db/schema/inventory'
import { instances } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type HostRow = typeof hosts.$inferSelect

const live = inArray(allocations.state, ['pending', 'posted'])

export async function insertSite(tx: Tx, row: typeof sites.$inferInsert): Promise<void> {
  await tx.insert(sites).values(row)
}

export async function insertRoom(tx: Tx, row: typeof rooms.$inferInsert): Promise<void> {
  await tx.insert(rooms).values(row)
}

export async function insertRack(tx: Tx, row: typeof racks.$inferInsert): Promise<void> {
  await tx.insert(racks).values(row)
}

export async function insertHost(tx: Tx, row: typeof hosts.$inferInsert): Promise<void> {
  await tx.insert(hosts).values(row)
}

export async function insertPool(tx: Tx, row: typeof storagePools.$inferInsert): Promise<void> {
  await tx.insert(storagePools).values(row)
}

export async function findRackZone(tx: Tx, rackId: Id<'rack'>): Promise<Id<'zone'> | null> {
  const [row] = await tx
    .select({ zoneId: sites.zoneId })
    .from(racks)
    .innerJoin(rooms, eq(rooms.id, racks.roomId))
    .innerJoin(sites, eq(sites.id, rooms.siteId))
    .where(eq(racks.id, rackId))
  return row?.zoneId ?? null
}

export async function findHost(tx: Tx, hostId: Id<'host'>): Promise<HostRow | null> {
  const [row] = await tx.select().from(hosts).where(eq(hosts.id, hostId))
  return row ?? null
}

export async function findHostForUpdate(tx: Tx, hostId: Id<'host'>): Promise<HostRow | null> {
  const [row] = await tx.select().from(hosts).where(eq(hosts.id, hostId)).for('no key update')
  return row ?? null
}

export async function countAllocationsOn(tx: Tx, hostId: Id<'host'>): Promise<number> {
  const [row] = await tx
    .select({ live: count() })
    .from(allocations)
    .where(and(eq(allocations.hostId, hostId), live))
  return row?.live ?? 0
}

/** The servers on a host, by id, with their facts. */
export async function listServersOn(tx: Tx, hostId: Id<'host'>, limit: number) {
  return tx
    .select({
      id: allocations.resourceId,
      name: sql<string>`coalesce(${instances.name}, ${allocations.resourceId})`,
      state: instances.state,
    })
    .from(allocations)
    .leftJoin(instances, eq(instances.id, allocations.resourceId))
    .where(and(eq(allocations.hostId, hostId), live))
    .orderBy(asc(allocations.resourceId))
    .limit(limit)
}

export async function updateHostState(
  tx: Tx,
  hostId: Id<'host'>,
  set: Pick<HostRow, 'state' | 'stateReason' | 'stateChangedAt'>,
): Promise<void> {
  await tx.update(hosts).set(set).where(eq(hosts.id, hostId))
}

export async function updateHostLabels(
  tx: Tx,
  hostId: Id<'host'>,
  labels: Record<string, string>,
): Promise<void> {
  await tx.update(hosts).set({ labels }).where(eq(hosts.id, hostId))
}

/** The allocations on a host with their owners, oldest first. */
export async function listAllocationsOn(tx: Tx, hostId: Id<'host'>, page: { limit: number; offset: number }) {
  return tx
    .select({
      id: allocations.id,
      resourceId: allocations.resourceId,
      state: allocations.state,
      vcpu: allocations.vcpu,
      memoryMib: allocations.memoryMib,
      diskGib: allocations.diskGib,
      address: allocations.address,
      createdAt: allocations.createdAt,
      organisationId: organisations.id,
      organisationName: organisations.legalName,
      instanceName: instances.name,
      instanceState: instances.state,
      bundleName,
    })
    .from(allocations)
    .innerJoin(organisations, eq(organisations.id, allocations.organisationId))
    .leftJoin(instances, eq(instances.id, allocations.resourceId))
    .leftJoin(bundles, eq(bundles.id, instances.bundleId))
    .where(and(eq(allocations.hostId, hostId), live))
    .orderBy(asc(allocations.createdAt), asc(allocations.id))
    .limit(page.limit)
    .offset(page.offset)
}
