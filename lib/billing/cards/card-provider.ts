/** What is asked of a provider: a page on which this much is paid by card, once. */
export type CardPageRequest = {
  /** The payment's id: asked again under it, the provider answers with the same page. */
  key: string
  cents: bigint
  /** What the customer sees that it pays. */
  invoiceNumber: string
  /** Where the customer goes from the page, whatever came of it. */
  returnUrl: string
  /** Where the provider tells that something has come of it. */
  noticeUrl: string
  locale: 'fr' | 'en'
}

/** A payment as the provider has it. `declined` and `expired` may still become `paid` with providers that ask again. */
export type CardPaymentReport = {
  state: 'open' | 'paid' | 'declined' | 'expired'
  cents: bigint
  pageUrl: string
  /** Set once it is paid. */
  paidAt: Date | null
  /** Set once the provider has passed the money on: the reference of its transfer, and what it kept. */
  payout: { reference: string; feeCents: bigint } | null
}

/** What is asked of a provider: to give back this much of a payment, once. */
export type CardRefundRequest = {
  /** The refund's id: asked again under it, the provider answers what became of it. */
  key: string
  paymentKey: string
  cents: bigint
  noticeUrl: string
}

/** A refund as the provider has it; what is pending may still fail. */
export type CardRefundReport = {
  state: 'pending' | 'refunded' | 'failed'
  cents: bigint
  /** Set once it is given back. */
  refundedAt: Date | null
  /** Why it will not be, in the provider's words. */
  failure: string | null
  /** Set once the provider has taken it from a transfer: its reference, and what it kept for the refund. */
  payout: { reference: string; feeCents: bigint } | null
}

/** Something has come of the payment or refund of this key. What it is, the provider is asked. */
type CardNotice = { key: string; cents: bigint }

/**
 * A provider that takes cards, so that no number of a card ever comes to us. Calls throw when it does not answer or
 * answers nonsense: the caller asks again later.
 */
export type CardProvider = {
  createPage(request: CardPageRequest): Promise<{ pageUrl: string }>
  /** Null when the provider has no payment of this key. */
  read(key: string): Promise<CardPaymentReport | null>
  /** Asked again under the same key it is the same refund. */
  refund(request: CardRefundRequest): Promise<CardRefundReport>
  /** Null when the notice is not signed by the provider, or was signed too long ago or ahead. */
  readNotice(notice: { signature: string | null; text: string }, now: Date): CardNotice | null
}

/** The provider answered what it should not. */
export class CardProviderError extends Error {}
