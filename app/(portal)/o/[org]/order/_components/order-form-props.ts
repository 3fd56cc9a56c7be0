import type { BundleView, ZoneView } from '~/lib/catalogue/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import type {
  AddressOffer,
  BuyerRules,
  Cart,
  NetworkOffer,
  PlaceOrderOutcome,
  ReadyTimes,
} from '~/lib/ordering/client'
import type { PlacementGroupView, StockByZone } from '~/lib/placement/client'
import type { AddKeyAction } from './add-key-dialog'
import type { KeyChoice } from './key-choice'
import type { toOrderInput } from './to-order-input'

type OrderInput = ReturnType<typeof toOrderInput> & {
  organisationId: string
  idempotencyKey: string
  isFromDraft?: true
  asQuote?: { validDays: number; replaces?: string }
}
/** Everything that the order page shows before the first click, and its actions. */
export type OrderFormProps = {
  organisationId: string
  accountId: string
  bundles: BundleView[]
  zones: ZoneView[]
  stock: StockByZone
  addresses: AddressOffer | null
  networks: NetworkOffer[]
  ipv6Zones: readonly string[]
  ready: ReadyTimes
  promisedSeconds: Readonly<Record<string, number>>
  groups: PlacementGroupView[]
  projects: { id: string; name: string }[]
  sshKeys: KeyChoice[]
  initial: Cart
  suggestedName: string
  /** The request in the address: such a cart is stored only in this tab, separate from the person's draft. */
  preset: string
  vatRateBasisPoints: number
  isPublicBody: boolean
  rules: BuyerRules
  spending: { capCents: string; committedCents: string } | null
  budgetRoom: { projectId: string; budget: string; leftCents: string }[]
  openPurchaseOrders: { number: string; endsOn: string }[]
  mayOrder: boolean
  callerAddress: string | null
  /** When the page was read. */
  now: string
  /** The quote that this cart replaces with a new version. */
  replaces: string | null
  placeOrder: (input: OrderInput) => Promise<ActionResult<PlaceOrderOutcome>>
  /** A cart without choices. */
  empty: Cart
  /** When the draft was saved that the page shows; null for none. */
  draftSavedAt: string | null
  saveDraft: (input: { organisationId: string; cart: Cart | null }) => Promise<ActionResult<unknown>>
  addKey: AddKeyAction
}
