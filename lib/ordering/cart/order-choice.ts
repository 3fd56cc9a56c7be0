import {
  type BundleView,
  imageFitsBundle,
  type Renewal,
  type TermMonths,
  type ZoneView,
} from '~/lib/catalogue/client'
import type { StockByZone } from '~/lib/placement/client'
import type { PublicFamilies, SshAccessChoice } from '../ssh-access/ssh-access'

/** The value of `placement` that creates a new group with servers in different racks. */
export const apartByRack = 'apart_by_rack'

/** One line on the order page; after a catalogue change its ids may no longer exist. */
export type OrderChoice = {
  bundleId: string
  zoneId: string
  imageId: string
  sshKeyIds: string[]
  name: string
  quantity: number
  /** Empty for none, `apart_by_rack` for a new group, or the id of a group. */
  placement: string
  /** Months of a commitment at a lower price; 0 or left out means hourly. */
  termMonths?: 0 | TermMonths | undefined
  /** What follows the term; left out, hourly. */
  renewal?: Renewal | undefined
  /** What cloud-init reads at first boot; empty or left out: nothing. Stays in this tab until it is ordered. */
  userData?: string | undefined
  /** One public IPv4 address for each server; ignored for a storage bundle. */
  hasAddress?: boolean | undefined
  /** Who may reach SSH through it; left out, see `sshAccessOf`. */
  sshAccess?: SshAccessChoice | undefined
  /** The addresses and ranges of `list`, as typed. */
  sshSources?: string | undefined
  /** `everyone` was confirmed on this page. */
  isEveryoneConfirmed?: boolean | undefined
  /** A network of the project in the zone; empty or left out, the default one. */
  networkId?: string | undefined
  /** A free address there, for a single server; empty or left out, the lowest free one. */
  privateAddress?: string | undefined
  /** Typed by a person, so no suggestion replaces it. */
  isNameTyped?: boolean | undefined
}

/** A network that servers may be ordered on, with the first and last address that they may have there. */
export type NetworkOffer = {
  id: string
  projectId: string
  zoneId: string
  name: string
  range: string
  hasExit: boolean
  /** Its servers get a public IPv6 address each, free of charge. */
  hasIpv6: boolean
  first: string
  last: string
}

/** The networks of a project in a zone, the default one first. Pure. */
export const networksOf = (
  networks: readonly NetworkOffer[],
  projectId: string | undefined,
  zoneId: string,
): NetworkOffer[] => networks.filter((each) => each.projectId === projectId && each.zoneId === zoneId)

/** The choice without a network, or an address, that it cannot have. Pure. */
export function validNetwork(networks: readonly NetworkOffer[], choice: OrderChoice): OrderChoice {
  if (!choice.networkId) return choice
  const isOffered = networks.some(({ id }) => id === choice.networkId)
  if (!isOffered) return { ...choice, networkId: '', privateAddress: '' }
  return choice.quantity === 1 ? choice : { ...choice, privateAddress: '' }
}

/** Public addresses for servers: their bundle, and how many are free in each zone that has some. */
export type AddressOffer = { bundle: BundleView; free: Readonly<Record<string, number>> }

export type Offer = {
  bundles: readonly BundleView[]
  zones: readonly ZoneView[]
  stock: StockByZone
  /** Null or left out while none are sold. */
  addresses?: AddressOffer | null
}

/** Whether public addresses are ordered with this line. Pure. */
export function takesAddresses(
  { bundles, addresses }: Pick<Offer, 'bundles' | 'addresses'>,
  { bundleId, hasAddress }: Pick<OrderChoice, 'bundleId' | 'hasAddress'>,
): boolean {
  const kind = bundles.find(({ id }) => id === bundleId)?.kind
  return Boolean(addresses && hasAddress && kind && kind !== 'storage')
}

/**
 * The families by which the servers of a line are reached from the internet: by a public IPv4 address ordered with them,
 * and by the IPv6 of the chosen network, or of the default one, which the order makes where the project has none. Pure.
 */
export function publicFamilies(
  offer: Pick<Offer, 'bundles' | 'addresses'>,
  { networks, ipv6Zones }: { networks: readonly NetworkOffer[]; ipv6Zones: readonly string[] },
  projectId: string | undefined,
  line: Pick<OrderChoice, 'bundleId' | 'hasAddress' | 'zoneId' | 'networkId'>,
): PublicFamilies {
  const isServer = offer.bundles.some(({ id, kind }) => id === line.bundleId && kind !== 'storage')
  const own = networksOf(networks, projectId, line.zoneId)
  const network = own.find(({ id }) => id === line.networkId) ?? own[0]
  const hasIpv6 = network ? network.hasIpv6 : ipv6Zones.includes(line.zoneId)
  return { v4: takesAddresses(offer, line), v6: isServer && hasIpv6 }
}

export const freeStock = (stock: StockByZone, zoneId: string, bundleId: string): number =>
  stock[zoneId]?.[bundleId]?.free ?? 0

/** Zones with stock for at least `quantity` of the bundle, the most first. Pure. */
export function zonesWithRoom(
  offer: Offer,
  bundleId: string,
  quantity: number,
): { zone: ZoneView; free: number }[] {
  return offer.zones
    .map((zone) => ({ zone, free: freeStock(offer.stock, zone.id, bundleId) }))
    .filter(({ zone, free }) => zone.state === 'in_service' && free >= quantity)
    .sort((a, b) => b.free - a.free)
}

/** The values that a bundle preselects. Pure. */
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
 * The choice with every id made valid for the offer: the requested ids where they exist, else the first bundle
 * on sale, the first zone with stock for it, the first compatible image of the zone. Fields fixed by the
 * bundle are set, its defaults fill empty fields, and a commitment that is not offered is dropped. Pure.
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
    (bundle && offer.zones.find((each) => freeStock(offer.stock, each.id, bundle.id) > 0)) ??
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
