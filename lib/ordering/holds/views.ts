import type { Id } from '~/lib/kernel/ids'
import type { WaitView } from '~/lib/moderation/client'

import type { ChangeView } from '../changes/change-view'

export type HoldReasonView = 'quote' | 'over_purchase_order' | 'approval' | 'operator' | 'obstacle'

/** The obstacle of an approved order or change; texts in `ordering.obstacle`. */
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

/** A held order in a list. Cents are decimal strings, instants ISO strings. */
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
  /** Whether the reader could decide about it. */
  mayDecide: boolean
}

/**
 * What an order takes of a limit: of a purchase order until its last day, of a budget per month. Cents as decimal
 * strings.
 */
export type HoldEffect = {
  kind: 'purchase_order' | 'budget'
  name: string
  limitCents: string
  beforeCents: string
  afterCents: string
}

/** Which decisions the order waits for, since when and until when, and those already made. */
export type HoldView = {
  reasons: HoldReasonView[]
  /** What stops it although it is fully approved. */
  obstacle: ObstacleView | null
  approvalsNeeded: number
  /**
   * The orderer's sum of the day including it, when that is why approvals are needed. Cents as a decimal
   * string.
   */
  dayCents: string | null
  contentHash: string
  heldAt: string
  expiresAt: string
  mayDecide: boolean
  /** Also after the approval, while an obstacle stops it. */
  mayRefuse: boolean
  mayWithdraw: boolean
  /** The operator's review of an order that no rule accepted: since when, until when, and its messages. */
  wait: WaitView | null
  /** Names of the people who may decide; never the person who placed the order. */
  askedOf: string[]
  /** What it takes of purchase orders and budgets. */
  effects: HoldEffect[]
  /** The purchase orders that it would exceed; figures are null for a member who sees only some projects. */
  over: {
    number: string
    purchaseOrderId: string
    figures: { ceilingCents: string; committedCents: string; orderCents: string } | null
  }[]
}

/** An order that the reader can approve. Cents are decimal strings, instants ISO strings. */
export type WaitingApproval = {
  orderId: Id<'order'>
  number: string
  project: string
  placedBy: string | null
  change: ChangeView | null
  monthlyCents: string
  /** Of what the reader saw: an approval of another content is refused. */
  contentHash: string
  until: string
}

/** A quote that the reader can sign. */
export type WaitingSignature = Pick<
  WaitingApproval,
  'number' | 'project' | 'placedBy' | 'monthlyCents' | 'until'
> & { quoteId: Id<'quote'> }
