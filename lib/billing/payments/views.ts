import type { Address } from '~/lib/identity/client'
import type { Id } from '~/lib/kernel/ids'

/** Amounts are cents in decimal, days `YYYY-MM-DD`. */
export type DueView = {
  documentId: Id<'invoice'>
  number: string
  reference: string
  issuedOn: string
  dueOn: string
  grossCents: string
  openCents: string
  isLate: boolean
}

export type PaymentMethodName = 'transfer' | 'direct_debit' | 'mandat_administratif'

export type MandateView = {
  reference: string
  scheme: 'CORE' | 'B2B'
  state: 'active' | 'revoked'
  ibanMasked: string
  bic: string
  holderName: string
  signedAt: string
  signedBy: string | null
  revokedAt: string | null
}

/** A payment and its invoices. */
export type PaymentView = {
  paymentId: Id<'bankMovement'> | Id<'cardPayment'> | Id<'cardRefund'>
  isByCard: boolean
  occurredOn: string
  label: string
  cents: string
  parts: { documentId: Id<'invoice'> | null; number: string | null; cents: string }[]
}

export type PaymentDesk = {
  kind: 'company' | 'public_body' | 'eu_company'
  method: PaymentMethodName
  account: { iban: string; bic: string; holder: string } | null
  creditorIdentifier: string | null
  holder: { name: string; address: Address }
  mandate: MandateView | null
  due: DueView[]
  openCents: string
  lateCents: string
  /** Customer credit: pays the next invoice. */
  creditCents: string
  debits: { number: string; cents: string; collectOn: string; state: string; reason: string | null }[]
  payments: PaymentView[]
}

export type SuggestionView = {
  organisationId: Id<'organisation'>
  customer: string
  reason: string
  documents: { id: Id<'invoice'>; number: string; openCents: string }[]
  creditCents: string
}

export type WaitingView = {
  id: Id<'bankMovement'>
  bookedOn: string
  cents: string
  text: string
  counterpartyName: string | null
  suggestions: SuggestionView[]
}

export type StatementView = {
  id: Id<'bankStatement'>
  format: string
  fromOn: string
  toOn: string
  openingCents: string
  closingCents: string
  /**
   * The previous statement's closing balance when it differs from this one's opening balance: one is missing, or two
   * overlap.
   */
  brokenFromCents: string | null
  movements: number
  repeated: number
  waiting: number
  importedAt: string
  importedBy: string | null
}

export type DecidedView = {
  id: Id<'bankMovement'>
  bookedOn: string
  cents: string
  text: string
  payer: string | null
  state: 'matched' | 'set_aside'
  rule: string | null
  note: string
  documents: string[]
  isUndoable: boolean
}

export type StatementDesk = {
  waiting: WaitingView[]
  waitingCount: number
  statements: StatementView[]
  decided: DecidedView[]
}

export type DebitView = {
  id: Id<'directDebit'>
  number: string
  payer: string
  ibanMasked: string
  cents: string
  collectOn: string
  state: string
  reason: string | null
}

export type BatchView = {
  id: Id<'directDebitBatch'>
  messageId: string
  collectOn: string
  debits: number
  totalCents: string
  state: 'prepared' | 'sent' | 'cancelled'
  preparedAt: string
  preparedBy: string | null
}

export type DebitDesk = {
  /** The seller's creditor identity, or null while no identifier is set. */
  creditor: { identifier: string; noticeDays: number } | null
  /** The first day for which every announced debit can be prepared. */
  nextDay: string
  planned: DebitView[]
  batches: BatchView[]
  atBank: DebitView[]
}

/** The result of importing a bank file. */
export type ImportedStatement = {
  statements: number
  /** New movements, and those already in an earlier statement. */
  movements: number
  repeated: number
  matched: number
}

/** Number of debits newly returned by a report, and of those returned before. */
export type ImportedReport = { returned: number; repeated: number }
