import { and, asc, count, countDistinct, eq, inArray, ne } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { hosts, racks, rooms, sites } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** Every room with the names used in a host list. */
export async function listKnownRooms(tx: Tx) {
  return tx
    .select({ id: rooms.id, zoneId: zones.id, zone: zones.code, site: sites.name, room: rooms.name })
    .from(rooms)
    .innerJoin(sites, eq(sites.id, rooms.siteId))
    .innerJoin(zones, eq(zones.id, sites.zoneId))
}

/** The same with the numbers of racks and hosts, in display order. */
export async function listRoomsToFill(tx: Tx) {
  return tx
    .select({
      zone: zones.code,
      site: sites.name,
      room: rooms.name,
      racks: countDistinct(racks.id),
      hosts: count(hosts.id),
    })
    .from(rooms)
    .innerJoin(sites, eq(sites.id, rooms.siteId))
    .innerJoin(zones, eq(zones.id, sites.zoneId))
    .leftJoin(racks, eq(racks.roomId, rooms.id))
    .leftJoin(hosts, and(eq(hosts.rackId, racks.id), ne(hosts.state, 'retired')))
    .groupBy(zones.id, sites.id, rooms.id)
    .orderBy(asc(zones.position), asc(sites.name), asc(rooms.name))
}

/** Returns the racks of these rooms, locked, so that nothing is added to them meanwhile. */
export async function lockRacksOf(tx: Tx, roomIds: Id<'room'>[]) {
  if (roomIds.length === 0) return []
  return tx
    .select({ id: racks.id, roomId: racks.roomId, name: racks.name, units: racks.units })
    .from(racks)
    .where(inArray(racks.roomId, roomIds))
    .orderBy(asc(racks.id))
    .for('no key update')
}

export async function listRacksOf(tx: Tx, roomIds: Id<'room'>[]) {
  if (roomIds.length === 0) return []
  return tx
    .select({ id: racks.id, roomId: racks.roomId, name: racks.name, units: racks.units })
    .from(racks)
    .where(inArray(racks.roomId, roomIds))
}

/** Every host with its position names, by position and name. */
export async function listHostRecords(tx: Tx) {
  return tx
    .select({ host: hosts, zone: zones.code, site: sites.name, room: rooms.name, rack: racks.name })
    .from(hosts)
    .innerJoin(racks, eq(racks.id, hosts.rackId))
    .innerJoin(rooms, eq(rooms.id, racks.roomId))
    .innerJoin(sites, eq(sites.id, rooms.siteId))
    .innerJoin(zones, eq(zones.id, sites.zoneId))
    .orderBy(asc(zones.code), asc(sites.name), asc(rooms.name), asc(racks.name), asc(hosts.name))
}

export async function insertRacks(tx: Tx, rows: (typeof racks.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(racks).values(rows)
}

export async function insertHosts(tx: Tx, rows: (typeof hosts.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(hosts).values(rows)
}
