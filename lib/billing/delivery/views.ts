import type { Id } from '~/lib/kernel/ids'

/** A life-cycle status as a page shows it. */
export type StatusView = {
  code: number
  reasonCode: string | null
  reasonText: string | null
  happenedAt: string
}

/** A document's delivery through one channel. */
export type DeliveryView = {
  id: Id<'delivery'>
  channel: 'mail' | 'chorus_pro' | 'platform'
  state: 'waiting' | 'deposited' | 'accepted' | 'rejected' | 'failed'
  statusCode: number | null
  failureCode: string | null
  failureText: string | null
  depositedAt: string | null
  statuses: StatusView[]
  /** Payment reports to this platform, sent or queued. */
  payments: ReportedPaymentView[]
}

/** A payment as reported to the platform of its invoice. */
export type ReportedPaymentView = {
  id: Id<'paymentReport'>
  state: 'waiting' | 'deposited' | 'accepted' | 'rejected' | 'failed'
  /** Negative when the money was returned. */
  cents: string
  occurredOn: string
  failureText: string | null
}

/** A payment report in the operator's list. */
export type PaymentReportView = ReportedPaymentView & {
  documentId: Id<'invoice'>
  documentNumber: string
  buyer: string
  /** Needs staff. */
  isOpen: boolean
}

/** An e-invoice in the operator's list. */
export type EinvoiceView = Omit<DeliveryView, 'statuses' | 'payments'> & {
  documentId: Id<'invoice'>
  documentNumber: string
  documentKind: 'invoice' | 'credit_note'
  buyer: string
  grossCents: string
  createdAt: string
  /** Needs staff: refused, rejected or never deposited. */
  isOpen: boolean
  /** Held by the embedded platform, where staff can enter the buyer's statuses. */
  isEmbedded: boolean
}

export type ConnectionView = {
  channel: 'chorus_pro' | 'platform'
  /** Null while documents go to the embedded platform. */
  settings: { baseUrl: string; tokenUrl: string; clientId: string; updatedAt: string } | null
}
