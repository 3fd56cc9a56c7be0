import type { InventoryRack, InventorySite, InventoryZone } from '~/lib/datacentre/client'
import type { Id } from '~/lib/kernel/ids'
import type { PackingView } from '../packing/packing-view'

/** How many more of something could be sold now, how many if nothing were sold, and what is short when none. */
export type Stock = { free: number; total: number; short: 'vcpu' | 'memory' | 'disk' | 'volume' | null }

/** Stock by zone, then by what is counted. A zone that is not in service has no entry. */
export type StockByZone = Record<string, Record<string, Stock>>

/** Of the `racks` that carry something, those whose loss would leave something without a place. */
export type Headroom = {
  racks: number
  fatal: { rackId: string; rack: string; stranded: number; total: number }[]
}

/** How many more servers of a bundle a zone takes. */
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
  /** One page of them. */
  racks: InventoryRack[]
  racksTotal: number
} & ZoneRoom
