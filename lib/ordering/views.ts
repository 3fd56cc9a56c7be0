import type { GrantView, Renewal, VolumeClass } from '~/lib/catalogue/client'
import type { Id } from '~/lib/kernel/ids'
import type { WaitView } from '~/lib/moderation/client'
import type { PlacementView } from '~/lib/placement/client'
import type { SagaView } from '~/lib/resources/client'
import type { ChangeView } from './changes/change-view'
import type { HoldView, ObstacleView } from './holds/views'

/** Who sells, as printed on the site. `imprint` is null while it was not declared in full. */
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

/** An order as the list shows it. Cents are decimal strings, instants ISO strings. */
export type OrderSummary = {
  id: Id<'order'>
  number: string
  state: OrderState
  createdAt: string
  monthlyCents: string
  placedBy: string | null
  project: { id: Id<'project'>; name: string }
  /** What the buyer's accountant asked for, the same on every line. */
  references: Readonly<Record<string, string | undefined>>
  lines: { bundle: string; zone: string; name: string; quantity: number }[]
  /** What it changes, for an order that is a change of something that exists: it has no lines. */
  change: ChangeView | null
  /** What an approved order that is still held waits for. */
  obstacle: ObstacleView | null
}

export type OrderedResource = {
  kind: 'instance' | 'volume'
  id: string
  name: string
  state: string
  address: string | null
  /** The server a volume came with: it has no saga of its own. */
  attachedTo: string | null
  sizeGib: number | null
  failureCode: string | null
  placement: PlacementView | null
  saga: SagaView | null
}

export type OrderLineView = {
  id: Id<'orderLine'>
  bundle: { id: Id<'bundle'>; name: string; kind: 'compute' | 'storage' | 'combined' | 'address' }
  zone: { id: Id<'zone'>; code: string; name: string; city: string }
  image: { name: string; slug: string } | null
  name: string
  quantity: number
  references: Record<string, string>
  /** The term that each of its resources is kept for; null by the hour. */
  commitment: { termMonths: number; renewal: Renewal; basisPoints: number } | null
  state: OrderState
  /** Half of the last deliveries of this kind in this zone were faster; null until there are any. */
  readyMilliseconds: number | null
  resources: OrderedResource[]
}

export type OrderView = Omit<OrderSummary, 'lines' | 'obstacle'> & {
  /** What a moderator looks at while the order runs: references that no directory could check. */
  referencesWait: WaitView | null
  /** Null unless it waits for a decision. */
  hold: HoldView | null
  /** Why an approved change could not be carried out. */
  failure: { code: string; params: Record<string, string> } | null
  decisions: { by: string; decision: 'approved' | 'refused'; reason: string; at: string }[]
  /** What was granted with it, deducted from the invoices. */
  promotions: GrantView[]
  finishedAt: string | null
  termsVersion: string
  dpaVersion: string
  lines: OrderLineView[]
}

/** A bundle that another server may have; cents of a full month without VAT. */
export type ServerChoice = {
  bundleId: Id<'bundle'>
  name: string
  vcpu: number
  memoryMib: number
  rootDiskGib: number
  monthlyCents: string
}

/** A bundle that can hold a copy of a volume; cents of a full month without VAT. */
export type CopyChoice = {
  bundleId: Id<'bundle'>
  name: string
  volumeGib: number
  volumeClass: VolumeClass
  monthlyCents: string
}

/** How long a delivery of each kind takes in a zone: the median of the last ones, all buyers together. */
export type ReadyTimes = Record<string, { instance: number | null; volume: number | null }>
