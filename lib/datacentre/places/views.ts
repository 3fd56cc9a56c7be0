import type { Id } from '~/lib/kernel/ids'
import type { HostView } from '../hosts/views'

export type InventorySite = {
  id: Id<'site'>
  name: string
  city: string
  address: string
  rooms: { id: Id<'room'>; name: string }[]
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
