import type { Id } from '~/lib/kernel/ids'

/** A life-cycle status as a page shows it. */
export type StatusView = {
  code: number
  reasonCode: string | null
  reasonText: string | null
  happenedAt: string
}

/** How one document was sent by one way. */
export type DeliveryView = {
  id: Id<'delivery'>
  channel: 'mail' | 'chorus_pro' | 'platform'
  state: 'waiting' | 'deposited' | 'accepted' | 'rejected' | 'failed'
  statusCode: number | null
  failureCode: string | null
  failureText: string | null
  depositedAt: string | null
  statuses: StatusView[]
  /** What this platform was told, or will be, of its payment. */
  payments: ToldPaymentView[]
}

/** That an invoice was paid by so much, as its platform was told. */
export type ToldPaymentView = {
  id: Id<'paymentReport'>
  state: 'waiting' | 'deposited' | 'accepted' | 'rejected' | 'failed'
  /** Less than nothing where the money went back. */
  cents: string
  occurredOn: string
  failureText: string | null
}

/** The same in the operator's list. */
export type PaymentReportView = ToldPaymentView & {
  documentId: Id<'invoice'>
  documentNumber: string
  buyer: string
  /** Somebody must look at it. */
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
  /** Somebody must look at it: refused, rejected or never deposited. */
  isOpen: boolean
  /** The platform that ships with the product has it, and can be told what the buyer says. */
  isEmbedded: boolean
}

export type ConnectionView = {
  channel: 'chorus_pro' | 'platform'
  /** Null while documents go to the platform that ships with the product. */
  settings: { baseUrl: string; tokenUrl: string; clientId: string; updatedAt: string } | null
}
