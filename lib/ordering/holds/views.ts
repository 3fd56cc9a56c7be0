import type { Id } from '~/lib/kernel/ids'
import type { WaitView } from '~/lib/moderation/client'

import type { ChangeView } from '../changes/change-view'

export type HoldReasonView = 'quote' | 'over_purchase_order' | 'approval' | 'operator' | 'obstacle'

/** What an approved order or change waits for; words in `ordering.obstacle`. */
export type ObstacleView =
  | 'busy'
  | 'running'
  | 'in_rescue'
  | 'too_many_kept'
  | 'capacity'
  | 'address'
  | 'quota'
  | 'spending_cap'
  | 'budget'
  | 'recovery'
  | 'unavailable'

/** A held order as a list shows it. Cents are decimal strings, instants ISO strings. */
export type HeldSummary = {
  orderId: Id<'order'>
  number: string
  project: string
  change: ChangeView | null
  placedBy: string | null
  monthlyCents: string
  reasons: HoldReasonView[]
  obstacle: ObstacleView | null
  approvalsNeeded: number
  approvalsGiven: number
  heldAt: string
  expiresAt: string
  /** Whether who reads it could decide about it. */
  mayDecide: boolean
}

/** On whom the order waits, since when and until when, and what has been decided. */
export type HoldView = {
  reasons: HoldReasonView[]
  /** What stops it although all have agreed. */
  obstacle: ObstacleView | null
  approvalsNeeded: number
  /** What its orderer committed that day with it, where that is why others must agree. Cents as a decimal string. */
  dayCents: string | null
  contentHash: string
  heldAt: string
  expiresAt: string
  mayDecide: boolean
  /** Also after it was approved, while an obstacle stops it. */
  mayRefuse: boolean
  mayWithdraw: boolean
  /** What the operator is asked, for an order that no rule let through: since when, until when, and what was said. */
  wait: WaitView | null
  /** Those who may be asked, by name; never who placed the order. */
  askedOf: string[]
  /** Of the purchase orders that it would exceed; the figures are null to a member who sees some projects alone. */
  over: {
    number: string
    purchaseOrderId: string
    figures: { ceilingCents: string; committedCents: string; orderCents: string } | null
  }[]
}
