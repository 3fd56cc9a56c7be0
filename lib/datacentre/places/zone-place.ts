import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { findFirstRack, listHostsOfZone, listPoolsOfZone, listRacksOfRoom } from '../queries/zone-place'

export type ZonePlace = {
  siteId: Id<'site'> | null
  roomId: Id<'room'> | null
  rackId: Id<'rack'> | null
  /** The racks of that room. */
  racks: { id: Id<'rack'>; name: string }[]
  hosts: Awaited<ReturnType<typeof listHostsOfZone>>
  pools: Awaited<ReturnType<typeof listPoolsOfZone>>
}

/** Returns the default place for something new in this zone, and what the zone contains. */
export async function findZonePlace(tx: Tx, zoneId: Id<'zone'>): Promise<ZonePlace> {
  const first = await findFirstRack(tx, zoneId)
  return {
    siteId: first?.siteId ?? null,
    roomId: first?.roomId ?? null,
    rackId: first?.rackId ?? null,
    racks: first?.roomId ? await listRacksOfRoom(tx, first.roomId) : [],
    hosts: await listHostsOfZone(tx, zoneId),
    pools: await listPoolsOfZone(tx, zoneId),
  }
}
