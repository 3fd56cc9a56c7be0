import type { Id } from '~/lib/kernel/ids'
import type { HostView } from '../hosts/views'
import type { Position } from './site-position'

export type InventorySite = {
  id: Id<'site'>
  name: string
  city: string
  address: string
  rooms: { id: Id<'room'>; name: string }[]
}

/** Memory in mebibytes of the hosts that sell. `position` is null off the map of metropolitan France. */
export type SiteOnMap = {
  id: Id<'site'>
  name: string
  city: string
  zoneId: Id<'zone'>
  zone: string
  hosts: number
  hostsOpen: number
  memoryMib: number
  memoryMibFree: number
  position: Position | null
}

export type InventoryRack = {
  id: Id<'rack'>
  name: string
  row: string
  units: number
  roomId: Id<'room'>
  room: string
  site: string
  hosts: HostView[]
}

export type RackDetail = InventoryRack & { city: string; zoneId: Id<'zone'>; zone: string; zoneCode: string }

export const racksPerPage = 12

/** The first racks of a zone, for an overview of all zones; `total` counts all of them. */
export type RackOverview = { racks: InventoryRack[]; total: number }

export const racksPerOverview = 48

/** Groups racks by room, in their order. Pure. */
export function racksByRoom(racks: readonly InventoryRack[]): InventoryRack[][] {
  const rooms = new Map<string, InventoryRack[]>()
  for (const rack of racks) rooms.set(rack.roomId, [...(rooms.get(rack.roomId) ?? []), rack])
  return [...rooms.values()]
}
