import type { InventoryRack, InventorySite, InventoryZone } from '~/lib/datacentre/client'
import type { Id } from '~/lib/kernel/ids'
import type { PackingView } from '../packing/packing-view'

/** How many more can be sold now, how many in an empty zone, and the scarce resource when none. */
export type Stock = { free: number; total: number; short: 'vcpu' | 'memory' | 'disk' | 'volume' | null }

/** Stock by zone, then by key of what is counted. A zone that is not in service has no entry. */
export type StockByZone = Record<string, Record<string, Stock>>

/** Of the `racks` with load, those whose loss would leave some load without a place. */
export type Headroom = {
  racks: number
  fatal: { rackId: string; rack: string; stranded: number; total: number }[]
}

/** How many more servers of a bundle fit in a zone. */
export type BundleFit = {
  id: Id<'bundle'>
  name: string
  vcpu: number
  memoryMib: number
  diskGib: number
  fits: number
}

export type ZoneRoom = { headroom: Headroom; fits: BundleFit[] }

export type ZoneDetail = {
  zone: InventoryZone
  packing: PackingView
  sites: InventorySite[]
  /** One page of the racks. */
  racks: InventoryRack[]
  racksTotal: number
} & ZoneRoom
