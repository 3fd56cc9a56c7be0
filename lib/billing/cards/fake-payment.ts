/** What a customer does on the page: the money may also come after a while, or be told twice. */
export const fakeOutcomes = ['succeed', 'decline', 'abandon', 'late', 'twice'] as const

export type FakeOutcome = (typeof fakeOutcomes)[number]

export type FakePayment = {
  key: string
  /** In the address of its page, where a key would be guessed. */
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
