import type { CardPaymentState, CardRefundState } from '~/db/schema/billing/cards'
import type { Id } from '~/lib/kernel/ids'

/** What a customer sees next to an invoice with an open amount. Amounts are cents in decimal. */
export type CardOffer = {
  openCents: string
  mayPay: boolean
  /** The latest attempt; null before the first. */
  latest: CardPaymentState | null
}

export type CardDesk = {
  /** Null while no provider is connected. */
  provider: { baseUrl: string; isOn: boolean; updatedAt: string; noticeUrl: string } | null
  payments: {
    id: Id<'cardPayment'>
    documentId: Id<'invoice'>
    number: string
    customer: string
    cents: string
    state: CardPaymentState
    /** Days, `YYYY-MM-DD`. */
    paidOn: string | null
    payoutReference: string | null
    feeCents: string | null
    passedOn: string | null
    /** The refundable amount; null while a refund is pending or nothing is refundable. */
    refundableCents: string | null
  }[]
  refunds: {
    id: Id<'cardRefund'>
    documentId: Id<'invoice'>
    number: string
    cents: string
    reason: string
    state: CardRefundState
    proposedBy: string
    /** The viewer counts as the proposer (same account or same mailbox): another person must decide. */
    needsAnother: boolean
    refundedOn: string | null
    failureText: string | null
    payoutReference: string | null
  }[]
}
