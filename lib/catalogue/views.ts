import type { NetworkTechnology } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OrderFieldsView } from './order-fields'
import { committedMicroCents, type TermOffer } from './prices/commitment-price'

export type Meter =
  | 'compute'
  | 'root_disk'
  | 'volume'
  | 'snapshot'
  | 'disk_snapshot'
  | 'public_address'
  | 'load_balancer'

export const bundleFamilies = ['essential', 'memory', 'compute', 'combined', 'storage'] as const

/** Public addresses and load balancers have pages of their own and belong to no family of the order page. */
export type BundleFamily = (typeof bundleFamilies)[number] | 'address' | 'balancer'

export const volumeClasses = ['fast', 'standard', 'archive'] as const

export type VolumeClass = (typeof volumeClasses)[number]

export type BundleKind = 'compute' | 'storage' | 'combined' | 'address' | 'balancer'

/** Sold on a page of its own: it is no part of an order of servers and volumes, and has no size. */
export const isService = (kind: BundleKind): boolean => kind === 'address' || kind === 'balancer'

/** `unreachable`: in service, but no worker had an answer from its hypervisor recently, so nothing is sold. */
export type ZoneState = 'in_service' | 'unreachable' | 'maintenance' | 'closed'

/** `listMicroCentsPerHour`: the public price, where the organisation has its own. */
export type PriceView = {
  id: Id<'priceVersion'>
  meter: Meter
  microCentsPerHour: bigint
  listMicroCentsPerHour?: bigint
}

/** A bundle with the prices in force, one per meter. */
export type BundleView = {
  id: Id<'bundle'>
  slug: string
  name: string
  kind: BundleKind
  family: BundleFamily
  instanceType: 'container' | 'virtual-machine'
  vcpu: number
  memoryMib: number
  rootDiskGib: number
  volumeGib: number
  volumeClass: VolumeClass | null
  requiredLabels: Record<string, string>
  placement: 'spread' | 'pack' | null
  prices: PriceView[]
  /** Sum over the meters. */
  microCentsPerHour: bigint
  /** The same at public prices, where the organisation has its own. */
  listMicroCentsPerHour?: bigint
  /** Offered commitments, shortest first. */
  terms?: TermOffer[]
  /** Fixed or prefilled order fields. */
  fields?: OrderFieldsView
}

/** A source for a server: an image of the catalogue, or one of its organisation. */
export type ImageView = {
  id: Id<'image'> | Id<'privateImage'>
  slug: string
  name: string
  updatedOn: string
  minDiskGib: number
  /** The instance type that it starts as; null: either. */
  instanceType: 'container' | 'virtual-machine' | null
  /** Runs cloud-init at first boot. */
  hasCloudInit: boolean
  /** Has an SSH server; null: unknown. */
  hasSsh: boolean | null
}

export type SiteView = { id: Id<'site'>; name: string; city: string; rooms: number; racks: number }

export type ZoneView = {
  id: Id<'zone'>
  code: string
  name: string
  city: string
  state: ZoneState
  networkTechnology: NetworkTechnology
  sites: SiteView[]
  images: ImageView[]
}

/** The meters that price a bundle of this kind. */
export function metersOf(kind: BundleKind): readonly Meter[] {
  if (kind === 'address') return ['public_address']
  if (kind === 'balancer') return ['load_balancer']
  if (kind === 'compute') return ['compute', 'root_disk']
  return kind === 'storage' ? ['volume'] : ['compute', 'root_disk', 'volume']
}

/** Optional meters of a bundle of this kind: a price for them puts snapshots of its disks on sale. */
export function optionalMetersOf(kind: BundleKind): readonly Meter[] {
  if (isService(kind)) return []
  if (kind === 'compute') return ['disk_snapshot']
  return kind === 'storage' ? ['snapshot'] : ['disk_snapshot', 'snapshot']
}

/** Label of hosts that run virtual machines, required by bundles of virtual machines. */
export const machineLabel = { 'virtual-machines': 'yes' } as const

/** Price of one bundle over a full month (720 h) in cents without VAT, rounded once. */
export function bundleMonthlyCents(bundle: Pick<BundleView, 'microCentsPerHour'>): bigint {
  return monthlyCents(bundle.microCentsPerHour)
}

/** The bundle's hourly price in micro-cents under a commitment of this term; the hourly rate for none. Pure. */
export function bundleMicroCents(
  bundle: Pick<BundleView, 'prices' | 'microCentsPerHour' | 'terms'>,
  termMonths: number,
): bigint {
  const term = bundle.terms?.find((each) => each.months === termMonths)
  if (!term) return bundle.microCentsPerHour
  return bundle.prices.reduce(
    (sum, price) => sum + committedMicroCents(price.microCentsPerHour, term.basisPoints),
    0n,
  )
}

/**
 * Whether the root disk is large enough for the image and the instance type matches; a storage bundle takes no image.
 */
export function imageFitsBundle(
  image: Pick<ImageView, 'minDiskGib' | 'instanceType'>,
  bundle: Pick<BundleView, 'kind' | 'rootDiskGib' | 'instanceType'>,
): boolean {
  const starts = image.instanceType === null || image.instanceType === bundle.instanceType
  return bundle.kind !== 'storage' && starts && bundle.rootDiskGib >= image.minDiskGib
}
