import type { Id } from '~/lib/kernel/ids'
import type { HoldEffect } from '../holds/views'
import type { Engagement } from '../orders/engagement'

/**
 * `review`: a moderator reviews it before it is sent. `open`: it can be signed. `signed`: it still waits, for
 * example for another approver. `ordered`: it has become an order. The other states are final; `superseded`:
 * replaced by a later version.
 */
export type QuoteState =
  | 'review'
  | 'open'
  | 'signed'
  | 'ordered'
  | 'superseded'
  | 'expired'
  | 'withdrawn'
  | 'refused'

/** Cents are decimal strings, instants ISO strings. */
export type QuoteSummary = {
  id: Id<'quote'>
  number: string
  version: number
  state: QuoteState
  project: string
  monthlyCents: string
  createdBy: string
  createdAt: string
  validUntil: string
}

export type QuotedLine = {
  name: string
  bundle: string
  zone: string
  quantity: number
  monthlyCents: string
  /** Months of the term; 0 for hourly. */
  termMonths: number
}

export type QuoteView = QuoteSummary & {
  orderId: Id<'order'>
  orderNumber: string
  lines: QuotedLine[]
  engagement: Engagement
  /** The buyer's accounting references. */
  references: Readonly<Record<string, string | undefined>>
  /** What it would take of purchase orders and budgets, while it is open. */
  effects: HoldEffect[]
  documentHash: string
  signature: { fullName: string; capacity: string; signedAt: string } | null
  /** The next version. */
  later: { id: Id<'quote'>; version: number } | null
  hasLink: boolean
  maySign: boolean
  mayWithdraw: boolean
  mayOrder: boolean
}

/** The content of a share link. */
export type SharedQuoteView = {
  number: string
  version: number
  state: QuoteState
  monthlyCents: string
  validUntil: string
  documentHash: string
  /** For the page where a signed-in signer signs it. */
  quoteId: Id<'quote'>
  organisationId: Id<'organisation'>
}
