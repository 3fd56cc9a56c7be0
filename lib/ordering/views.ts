import type { SshAccess } from '~/db/schema/ordering/ordering'
import type { GrantView, Renewal, VolumeClass } from '~/lib/catalogue/client'
import type { Id } from '~/lib/kernel/ids'
import type { WaitView } from '~/lib/moderation/client'
import type { PlacementView } from '~/lib/placement/client'
import type { FirstBootView, Reach, ReachTestView, SagaView } from '~/lib/resources/client'
import type { ChangeView } from './changes/change-view'
import type { HoldView, ObstacleView } from './holds/views'
import type { Engagement } from './orders/engagement'
import type { CopyInstanceInput } from './schema'

/** The seller as printed on the site. `imprint` is null until it is declared completely. */
export type SellerView = {
  legalName: string
  siren: string
  vatNumber: string
  isDemonstration: boolean
  imprint: {
    legalForm: string
    shareCapitalCents: bigint
    registryCity: string
    address: { line1: string; line2?: string; postcode: string; city: string; countryCode: string }
    phone: string
    email: string
    publicationDirector: string
  } | null
  /** The holders of its capital; null where they are not given. */
  owners: { name: string; countryCode: string; percent: number }[] | null
  /** The last declaration, ISO 8601; null when it is older than this date. */
  declaredAt: string | null
}

export type OrderState =
  | 'held'
  | 'refused'
  | 'expired'
  | 'withdrawn'
  | 'accepted'
  | 'in_progress'
  | 'delivered'
  | 'partly_failed'
  | 'failed'

export const orderTones: Record<OrderState, 'ok' | 'info' | 'warn' | 'bad' | 'off'> = {
  held: 'warn',
  refused: 'bad',
  expired: 'off',
  withdrawn: 'off',
  accepted: 'info',
  in_progress: 'info',
  delivered: 'ok',
  partly_failed: 'warn',
  failed: 'bad',
}

/** An order in a list. Cents are decimal strings, instants ISO strings. */
export type OrderSummary = {
  id: Id<'order'>
  number: string
  state: OrderState
  createdAt: string
  monthlyCents: string
  placedBy: string | null
  project: { id: Id<'project'>; name: string }
  /** The buyer's accounting references, the same on every line. */
  references: Readonly<Record<string, string | undefined>>
  lines: { bundle: string; zone: string; name: string; quantity: number }[]
  /** Its change, if the order changes an existing resource: it then has no lines. */
  change: ChangeView | null
  /** The obstacle of an approved order that is still held. */
  obstacle: ObstacleView | null
}

export type OrderedResource = {
  kind: 'instance' | 'volume' | 'balancer'
  id: string
  name: string
  state: string
  /** Of a server on its network; the public one of a load balancer. */
  address: string | null
  /** The ways to reach a delivered server; null for anything else. */
  reach: Reach | null
  /** The last test of these ways; null before the first. */
  reachTest: ReachTestView | null
  /** Null for a volume, and before the server first answered. */
  firstBoot: FirstBootView | null
  /** The server of its bundle: such a volume has no saga of its own. */
  attachedTo: string | null
  sizeGib: number | null
  failureCode: string | null
  placement: PlacementView | null
  /** Since when a delivered one does not answer, as an ISO string; null while it does. */
  health: { since: string } | null
  saga: SagaView | null
}

export type OrderLineView = {
  id: Id<'orderLine'>
  bundle: {
    id: Id<'bundle'>
    name: string
    kind: 'compute' | 'storage' | 'combined' | 'address' | 'balancer'
  }
  zone: { id: Id<'zone'>; code: string; name: string; city: string }
  image: { name: string; slug: string } | null
  name: string
  quantity: number
  references: Record<string, string>
  /** From where SSH reaches its servers through their public addresses; null: from nowhere, or without any. */
  sshAccess: SshAccess | null
  /** The term of each of its resources; null for hourly. */
  commitment: { termMonths: number; renewal: Renewal; basisPoints: number } | null
  state: OrderState
  /** Median delivery time of this kind in this zone; null without deliveries. */
  readyMilliseconds: number | null
  resources: OrderedResource[]
}

export type OrderView = Omit<OrderSummary, 'lines' | 'obstacle'> & {
  /** The moderator's review of references that no directory could check, while the order runs. */
  referencesWait: WaitView | null
  /** Null unless it waits for a decision. */
  hold: HoldView | null
  /** Why an approved change could not be carried out. */
  failure: { code: string; params: Record<string, string> } | null
  decisions: { by: string; decision: 'approved' | 'refused'; reason: string; at: string }[]
  /** Promotions granted with it, deducted from the invoices. */
  promotions: GrantView[]
  engagement: Engagement
  finishedAt: string | null
  termsVersion: string
  dpaVersion: string
  lines: OrderLineView[]
}

/** A bundle for another server; cents of a full month without VAT. */
export type ServerChoice = {
  bundleId: Id<'bundle'>
  name: string
  vcpu: number
  memoryMib: number
  rootDiskGib: number
  monthlyCents: string
}

/** How a server from a snapshot is reached unless the person decides otherwise. */
export type CopyAccess = {
  /** Null for the default network of the project. */
  networkName: string | null
  /** Of a full month without VAT; null: ordered without a public address, or none are sold any more. */
  addressCents: string | null
  /**
   * What the request repeats, with the ranges that it means now; null: no one, or it cannot be repeated. Without the public
   * address it is kept where its network has IPv6 and all the ranges can lead there.
   */
  ssh: {
    input: NonNullable<CopyInstanceInput['sshAccess']>
    sources: string[]
    isKeptByIpv6: boolean
  } | null
}

/** A bundle that can hold a copy of a volume; cents of a full month without VAT. */
export type CopyChoice = {
  bundleId: Id<'bundle'>
  name: string
  volumeGib: number
  volumeClass: VolumeClass
  monthlyCents: string
}

/** Delivery time of each kind by zone: the median of the last ones, over all buyers. */
export type ReadyTimes = Record<string, { instance: number | null; volume: number | null }>

/** Measured over the last deliveries; the longest time of 95 % of them is null with too few. */
export type DeliveryTime = {
  deliveries: number
  medianMilliseconds: number
  p95Milliseconds: number | null
}
/** By zone; a kind without enough deliveries is left out. */
export type DeliveryTimes = Record<string, { instance?: DeliveryTime; volume?: DeliveryTime }>
