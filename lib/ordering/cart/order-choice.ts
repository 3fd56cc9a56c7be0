import {
  type BundleView,
  imageFitsBundle,
  type Renewal,
  type TermMonths,
  type ZoneView,
} from '~/lib/catalogue/client'
import type { StockByZone } from '~/lib/placement/client'

/** The choice of `placement` that makes a new group: not in the same rack. */
export const apartByRack = 'apart_by_rack'

/** One line on the order page: ids may point to nothing any more after a change of catalogue. */
export type OrderChoice = {
  bundleId: string
  zoneId: string
  imageId: string
  sshKeyIds: string[]
  name: string
  quantity: number
  /** None (empty), apart by rack as a new group, or the id of a group. */
  placement: string
  /** Months that it is kept for at a lower price; 0 or left out, by the hour. */
  termMonths?: 0 | TermMonths | undefined
  /** What follows the term; turning hourly where left out. */
  renewal?: Renewal | undefined
  /** Typed by somebody, so that no suggestion replaces it. */
  isNameTyped?: boolean | undefined
}

export type Offer = {
  bundles: readonly BundleView[]
  zones: readonly ZoneView[]
  stock: StockByZone
}

export const freeIn = (stock: StockByZone, zoneId: string, bundleId: string): number =>
  stock[zoneId]?.[bundleId]?.free ?? 0

/** Zones in which at least `quantity` of the bundle can be had, the roomiest first. Pure. */
export function zonesWithRoom(
  offer: Offer,
  bundleId: string,
  quantity: number,
): { zone: ZoneView; free: number }[] {
  return offer.zones
    .map((zone) => ({ zone, free: freeIn(offer.stock, zone.id, bundleId) }))
    .filter(({ zone, free }) => zone.state === 'in_service' && free >= quantity)
    .sort((a, b) => b.free - a.free)
}

/** What a bundle fills in for who chooses it. Pure. */
export function bundleDefaults({ fields }: BundleView): Partial<OrderChoice> {
  const { zone, image, placement, commitment } = fields ?? {}
  return {
    ...(zone && { zoneId: zone.value }),
    ...(image && { imageId: image.value }),
    ...(placement && { placement: placement.value === 'none' ? '' : placement.value }),
    ...(commitment && { termMonths: commitment.value }),
  }
}

/**
 * The choice with every id made valid for the offer: what was asked for where it exists, else the first
 * bundle on sale, the first zone with room for it, the first image of the zone that fits. What the bundle fixes is so,
 * what it fills in stands where nothing else was chosen, a commitment that is not offered is none. Pure.
 */
export function validChoice(offer: Offer, choice: OrderChoice): OrderChoice {
  const bundle = offer.bundles.find((each) => each.id === choice.bundleId) ?? offer.bundles[0]
  const known = choice.bundleId === bundle?.id || !bundle ? choice : { ...choice, ...bundleDefaults(bundle) }
  const { zone: zoneRule, image: imageRule, placement, commitment, quantityMax } = bundle?.fields ?? {}
  const isFixedZone = zoneRule?.rule === 'fixed'
  const zoneOf = (id: string | undefined) => offer.zones.find((each) => each.id === id)
  const zone =
    (isFixedZone ? zoneOf(zoneRule.value) : undefined) ??
    zoneOf(known.zoneId) ??
    zoneOf(zoneRule?.value) ??
    (bundle && offer.zones.find((each) => freeIn(offer.stock, each.id, bundle.id) > 0)) ??
    offer.zones[0]
  const images = bundle && zone ? zone.images.filter((image) => imageFitsBundle(image, bundle)) : []
  const imageOf = (id: string | undefined) => images.find((each) => each.id === id)
  const image =
    (imageRule?.rule === 'fixed' ? imageOf(imageRule.value) : undefined) ??
    imageOf(known.imageId) ??
    imageOf(imageRule?.value) ??
    images[0]
  const wanted = commitment?.rule === 'fixed' ? commitment.value : (known.termMonths ?? commitment?.value)
  const term = bundle?.terms?.find((each) => each.months === wanted)?.months
  return {
    ...known,
    bundleId: bundle?.id ?? '',
    zoneId: zone?.id ?? '',
    imageId: image?.id ?? '',
    ...(placement?.rule === 'fixed' && { placement: placement.value === 'none' ? '' : placement.value }),
    ...(quantityMax !== undefined && known.quantity > quantityMax && { quantity: quantityMax }),
    ...(term || known.termMonths !== undefined ? { termMonths: term ?? 0 } : {}),
  }
}
