import { asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { hosts, racks, rooms, sites, storagePools } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** The first site of a zone, with its first room and rack if present. */
export async function findFirstRack(tx: Tx, zoneId: Id<'zone'>) {
  const [row] = await tx
    .select({ siteId: sites.id, roomId: rooms.id, rackId: racks.id })
    .from(sites)
    .leftJoin(rooms, eq(rooms.siteId, sites.id))
    .leftJoin(racks, eq(racks.roomId, rooms.id))
    .where(eq(sites.zoneId, zoneId))
    .orderBy(asc(sites.id), asc(rooms.id), asc(racks.id))
    .limit(1)
  return row ?? null
}

export async function listRacksOfRoom(tx: Tx, roomId: Id<'room'>) {
  return tx
    .select({ id: racks.id, name: racks.name })
    .from(racks)
    .where(eq(racks.roomId, roomId))
    .orderBy(asc(racks.name))
}

export async function listHostsOfZone(tx: Tx, zoneId: Id<'zone'>) {
  return tx.select().from(hosts).where(eq(hosts.zoneId, zoneId)).orderBy(asc(hosts.id))
}

export async function listPoolsOfZone(tx: Tx, zoneId: Id<'zone'>) {
  return tx.select().from(storagePools).where(eq(storagePools.zoneId, zoneId)).orderBy(asc(storagePools.id))
}

export type HostCapacity = {
  vcpuPhysical: number
  vcpuOvercommitPercent: number
  vcpuReserved: number
  memoryMibPhysical: number
  memoryMibReserved: number
  diskGibPhysical: number
  diskGibReserved: number
}

/** Returns false, without a change, when claims exceed the new capacity. */
export async function callSetHostCapacity(tx: Tx, hostId: Id<'host'>, to: HostCapacity): Promise<boolean> {
  const [row] = await tx.execute<{ done: boolean }>(sql`
    select app.set_host_capacity(${hostId}, ${to.vcpuPhysical}, ${to.vcpuOvercommitPercent}, ${to.vcpuReserved},
      ${to.memoryMibPhysical}, ${to.memoryMibReserved}, ${to.diskGibPhysical}, ${to.diskGibReserved}) as done`)
  return row?.done ?? false
}

/** Returns false, without a change, when claims exceed the new capacity. */
export async function callSetPoolCapacity(
  tx: Tx,
  poolId: Id<'pool'>,
  to: { gibPhysical: number; gibReserved: number },
): Promise<boolean> {
  const [row] = await tx.execute<{ done: boolean }>(
    sql`select app.set_pool_capacity(${poolId}, ${to.gibPhysical}, ${to.gibReserved}) as done`,
  )
  return row?.done ?? false
}
