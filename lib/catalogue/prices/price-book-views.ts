import type { Id } from '~/lib/kernel/ids'
import type { OrderFieldsView } from '../order-fields'
import type { BundleFamily, BundleKind, Meter, VolumeClass } from '../views'
import type { PriceChange } from './price-change'
import type { TakeBackList } from './take-back-list'

/** `unpriced`: a meter has no price in force, so the bundle is not sold although it was not withdrawn. */
export type SaleState = 'on_sale' | 'unpriced' | 'withdrawn'

/** A bundle for the operator. Prices are micro-cents per hour, over all required meters. */
export type BundleEntry = {
  id: Id<'bundle'>
  slug: string
  /** In the reader's language. */
  name: string
  nameFr: string
  /** Empty where the French name serves both languages. */
  nameEn: string
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
  /** The next price change. */
  next: { validFrom: string; microCentsPerHour: bigint } | null
  /** Its live servers and volumes. */
  live: number
}

export type ImageEntry = {
  id: Id<'image'>
  slug: string
  name: string
  updatedOn: string
  hasCloudInit: boolean
  hasSsh: boolean | null
  minDiskGib: number
  position: number
  isActive: boolean
  zones: string[]
  servers: number
}

/** One price of one meter with its validity. `annulled`: withdrawn before it took effect. */
export type PriceEntry = {
  id: Id<'priceVersion'>
  meter: Meter
  microCentsPerHour: bigint
  validFrom: string
  validTo: string | null
  state: 'in_force' | 'announced' | 'past' | 'annulled'
}

/** A price change and its date. `live` servers and volumes keep the price at which they were ordered. */
export type PricePreview = PriceChange & { validFrom: string; isAtOnce: boolean; live: number }

/** The commitment discount of a family, current and next, in basis points; 0 offers none. */
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

/** The public, current and new price of one bundle for the organisation, in cents per month. */
export type NegotiatedChange = {
  bundleId: string
  name: string
  publicCents: bigint
  fromCents: bigint
  toCents: bigint
  /** Discount on the public price, in thousandths. */
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
  /** The list that undoes it; null when it has been succeeded. */
  takeBack: TakeBackList | null
}

/** A promotion for the operator. Cents without VAT. */
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

/** A promotion as a buyer may see it. Cents without VAT. */
export type PromotionView = {
  id: Id<'promotion'>
  name: string
  isAutomatic: boolean
  basisPoints: number | null
  creditCents: bigint | null
  durationMonths: number
  /** Empty: every bundle. */
  bundleIds: string[]
}

/** A promotion granted to an order. */
export type GrantView = {
  id: Id<'promotionGrant'>
  name: string
  basisPoints: number | null
  creditCents: string | null
  endsAt: string
}

/** The price of outgoing traffic. Decimal strings. */
export type TrafficPriceView = { includedMebibytes: string; microCentsPerGibibyte: string }

/** A traffic price in the price book; days in Paris. */
export type TrafficPriceEntry = TrafficPriceView & {
  id: Id<'trafficPrice'>
  from: string
  /** Null while it has no successor. */
  until: string | null
  standing: 'announced' | 'in_force' | 'past'
}
