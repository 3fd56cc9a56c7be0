/** What the customer chooses on the page; `late` pays after a delay, `twice` sends the notice twice. */
export const fakeOutcomes = ['succeed', 'decline', 'abandon', 'late', 'twice'] as const

export type FakeOutcome = (typeof fakeOutcomes)[number]

export type FakePayment = {
  key: string
  /** Used in the page's URL, because a payment key could be guessed. */
  token: string
  cents: bigint
  invoiceNumber: string
  returnUrl: string
  noticeUrl: string
  locale: 'fr' | 'en'
  createdAt: number
  state: 'open' | 'paid' | 'declined' | 'expired'
  paidAt: number | null
  payout: { reference: string; feeCents: bigint } | null
}
