import type { Id } from '~/lib/kernel/ids'

/**
 * `review`: a moderator looks at it before it is sent. `open`: it can be signed. `signed`: it waits for something else, such as another approver. `ordered`: it has become
 * the order. The others are ends; `superseded` by a later version.
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
  /** Months it is kept for; 0 by the hour. */
  termMonths: number
}

export type QuoteView = QuoteSummary & {
  orderId: Id<'order'>
  orderNumber: string
  lines: QuotedLine[]
  documentHash: string
  signature: { fullName: string; capacity: string; signedAt: string } | null
  /** The version that came after this one. */
  later: { id: Id<'quote'>; version: number } | null
  hasLink: boolean
  maySign: boolean
  mayWithdraw: boolean
  mayOrder: boolean
}

/** What a link shows to whoever has it. */
export type SharedQuoteView = {
  number: string
  version: number
  state: QuoteState
  monthlyCents: string
  validUntil: string
  documentHash: string
  /** Where those who may sign it do so, once signed in. */
  quoteId: Id<'quote'>
  organisationId: Id<'organisation'>
}
