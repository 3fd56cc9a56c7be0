/** Request for a hosted payment page on which this amount is paid by card, once. */
export type CardPageRequest = {
  /** The payment's id and the idempotency key: a repeated request with it returns the same page. */
  key: string
  cents: bigint
  /** Shown to the customer on the payment page. */
  invoiceNumber: string
  /** Where the page sends the customer afterwards, paid or not. */
  returnUrl: string
  /** Where the provider posts its notices about this payment. */
  noticeUrl: string
  locale: 'fr' | 'en'
}

/**
 * A payment as the provider reports it. With providers that retry, `declined` and `expired` may still become `paid`.
 */
export type CardPaymentReport = {
  state: 'open' | 'paid' | 'declined' | 'expired'
  cents: bigint
  pageUrl: string
  /** Set once it is paid. */
  paidAt: Date | null
  /** Set once the provider has paid out: the reference of its transfer and the fee it kept. */
  payout: { reference: string; feeCents: bigint } | null
}

/** Request to refund this amount of a payment, once. */
export type CardRefundRequest = {
  /** The refund's id and the idempotency key: a repeated request with it returns the same refund. */
  key: string
  paymentKey: string
  cents: bigint
  noticeUrl: string
}

/** A refund as the provider reports it; a `pending` refund may still fail. */
export type CardRefundReport = {
  state: 'pending' | 'refunded' | 'failed'
  cents: bigint
  /** Set once refunded. */
  refundedAt: Date | null
  /** The provider's reason for a failed refund. */
  failure: string | null
  /** Set once the provider has deducted the refund from a payout: the payout's reference and the refund fee. */
  payout: { reference: string; feeCents: bigint } | null
}

/** A notice only names the payment or refund that changed; its state is then read from the provider. */
type CardNotice = { key: string; cents: bigint }

/**
 * A card payment provider; card numbers never reach this application. Calls throw when the provider does not answer or
 * its answer is invalid: the caller retries later.
 */
export type CardProvider = {
  createPage(request: CardPageRequest): Promise<{ pageUrl: string }>
  /** Null when the provider has no payment of this key. */
  read(key: string): Promise<CardPaymentReport | null>
  /** Idempotent under `key`. */
  refund(request: CardRefundRequest): Promise<CardRefundReport>
  /** Null when the signature is not the provider's, or is too old or in the future. */
  readNotice(notice: { signature: string | null; text: string }, now: Date): CardNotice | null
}

/** The provider's answer was invalid. */
export class CardProviderError extends Error {}
