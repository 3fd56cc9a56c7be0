import type { Id } from '~/lib/kernel/ids'
import type { OrderFieldsView } from '../order-fields'
import type { BundleFamily, BundleKind, Meter, VolumeClass } from '../views'
import type { PriceChange } from './price-change'
import type { TakeBackList } from './take-back-list'

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
  fields: OrderFieldsView
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

/** What a commitment takes off a family, now and next, in basis points; 0 offers none. */
export type RateEntry = {
  family: BundleFamily
  termMonths: number
  basisPoints: number
  next: { validFrom: string; basisPoints: number } | null
}

export type RatePreview = {
  lines: { family: BundleFamily; termMonths: number; from: number; to: number }[]
  validFrom: string
  isAtOnce: boolean
  basis: string
}

/** What one bundle costs everybody, costs the organisation and would cost it, in cents a month. */
export type NegotiatedChange = {
  bundleId: string
  name: string
  publicCents: bigint
  fromCents: bigint
  toCents: bigint
  /** Thousandths off what everybody pays. */
  offPublicPermille: bigint
}

export type NegotiatedPreview = {
  changes: NegotiatedChange[]
  validFrom: string
  isAtOnce: boolean
  basis: string
}

export type NegotiatedListEntry = {
  id: Id<'negotiatedList'>
  reason: string
  publishedBy: string | null
  validFrom: string
  validTo: string | null
  /** `annulled`: succeeded before it began. */
  state: 'in_force' | 'announced' | 'past' | 'annulled'
  lines: {
    bundle: string | null
    family: BundleFamily | null
    basisPoints: number | null
    microCentsPerHour: bigint | null
  }[]
  /** What to publish to undo it; null for one that something has succeeded. */
  takeBack: TakeBackList | null
}

/** A promotion as the operator keeps it. Cents are without VAT. */
export type PromotionEntry = {
  id: Id<'promotion'>
  name: string
  code: string | null
  basisPoints: number | null
  creditCents: bigint | null
  durationMonths: number
  bundles: string[]
  validFrom: string
  validTo: string
  limitPerOrganisation: number
  limitInAll: number | null
  granted: number
  state: 'open' | 'announced' | 'over' | 'exhausted'
}

/** A promotion as a buyer may know it. Cents without VAT. */
export type PromotionView = {
  id: Id<'promotion'>
  name: string
  isAutomatic: boolean
  basisPoints: number | null
  creditCents: bigint | null
  durationMonths: number
  /** None: every bundle. */
  bundleIds: string[]
}

/** What an order was given of a promotion. */
export type GrantView = {
  id: Id<'promotionGrant'>
  name: string
  basisPoints: number | null
  creditCents: string | null
  endsAt: string
}

/** What traffic out costs. Decimal strings. */
export type TrafficPriceView = { includedMebibytes: string; microCentsPerGibibyte: string }

/** A price of traffic in the book; days of Paris. */
export type TrafficPriceEntry = TrafficPriceView & {
  id: Id<'trafficPrice'>
  from: string
  /** Null while nothing succeeds it. */
  until: string | null
  standing: 'announced' | 'in_force' | 'past'
}
