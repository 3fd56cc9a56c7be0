import type { Tx } from '~/db/client'
import type { Known } from './plan-import'
import { listHostRecords, listKnownRooms, listRacksOf, lockRacksOf } from './queries/import'
import type { HostLine } from './read-host-lines'

/** Reads the inventory that concerns these lines; with `lock`, nothing can be added to their rooms meanwhile. */
export async function readKnown(tx: Tx, lines: readonly HostLine[], lock = false): Promise<Known> {
  const rooms = await listKnownRooms(tx)
  const named = new Set(lines.map((line) => JSON.stringify([line.zone, line.site, line.room])))
  const wanted = rooms.filter((room) => named.has(JSON.stringify([room.zone, room.site, room.room])))
  const roomIds = wanted.map((room) => room.id)
  const racks = await (lock ? lockRacksOf : listRacksOf)(tx, roomIds)
  const hosts = (await listHostRecords(tx)).map(({ host, zone }) => ({ ...host, zone }))
  return { rooms: wanted, racks, hosts }
}
