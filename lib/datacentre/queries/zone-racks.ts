import { asc, count, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { racks, rooms, sites } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** The sites of a zone with their rooms, including sites without rooms. */
export async function listRoomsOfZone(tx: Tx, zoneId: Id<'zone'>) {
  return tx
    .select({
      siteId: sites.id,
      site: sites.name,
      city: sites.city,
      address: sites.address,
      roomId: rooms.id,
      room: rooms.name,
    })
    .from(sites)
    .leftJoin(rooms, eq(rooms.siteId, sites.id))
    .where(eq(sites.zoneId, zoneId))
    .orderBy(asc(sites.name), asc(rooms.name), asc(rooms.id))
}

export const rackColumns = {
  id: racks.id,
  name: racks.name,
  row: racks.row,
  units: racks.units,
  roomId: rooms.id,
  room: rooms.name,
  site: sites.name,
}

/** Racks of a zone, by site, room and name. */
export async function listRacksOfZone(tx: Tx, zoneId: Id<'zone'>, page: { limit: number; offset: number }) {
  return tx
    .select(rackColumns)
    .from(racks)
    .innerJoin(rooms, eq(rooms.id, racks.roomId))
    .innerJoin(sites, eq(sites.id, rooms.siteId))
    .where(eq(sites.zoneId, zoneId))
    .orderBy(asc(sites.name), asc(rooms.name), asc(rooms.id), asc(racks.row), asc(racks.name))
    .limit(page.limit)
    .offset(page.offset)
}

export async function countRacksOfZone(tx: Tx, zoneId: Id<'zone'>): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(racks)
    .innerJoin(rooms, eq(rooms.id, racks.roomId))
    .innerJoin(sites, eq(sites.id, rooms.siteId))
    .where(eq(sites.zoneId, zoneId))
  return row?.total ?? 0
}
