import type { Id } from '~/lib/kernel/ids'
import type { BundleFamily, BundleKind, Meter, VolumeClass } from './client'
import type { PriceChange } from './price-change'

/** `unpriced`: a meter has no price in force, so it is not sold though nobody withdrew it. */
export type SaleState = 'on_sale' | 'unpriced' | 'withdrawn'

/** A bundle as the operator keeps it. Prices are micro-cents an hour, over all meters it must have. */
export type BundleEntry = {
  id: Id<'bundle'>
  slug: string
  name: string
  kind: BundleKind
  family: BundleFamily
  vcpu: number
  memoryMib: number
  rootDiskGib: number
  volumeGib: number
  volumeClass: VolumeClass | null
  requiredLabels: Record<string, string>
  placement: 'spread' | 'pack' | null
  position: number
  state: SaleState
  microCentsPerHour: bigint | null
  /** When its price changes next, and to what. */
  next: { validFrom: string; microCentsPerHour: bigint } | null
  /** Servers and volumes of it in life. */
  live: number
}

export type ImageEntry = {
  id: Id<'image'>
  slug: string
  name: string
  updatedOn: string
  minDiskGib: number
  position: number
  isActive: boolean
  zones: string[]
  servers: number
}

/** One price of one meter, with its place in time. `annulled`: taken back before it came into force. */
export type PriceEntry = {
  id: Id<'priceVersion'>
  meter: Meter
  microCentsPerHour: bigint
  validFrom: string
  validTo: string | null
  state: 'in_force' | 'announced' | 'past' | 'annulled'
}

/** What would change and when. `live` servers and volumes keep the price they were ordered at. */
export type PricePreview = PriceChange & { validFrom: string; isAtOnce: boolean; live: number }
