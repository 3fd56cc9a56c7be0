import type { Address } from '~/db/schema/identity'
import type { Id } from '~/lib/kernel/ids'
import type { AgeBucket } from './age'
import type { InvoiceGrouping } from './choices'
import type { EncodedDocument } from './document-codec'
import type { PaymentMethod } from './issued-document'

/** An issued document in a list. Cents are decimal strings, signed as the customer's account sees them. */
export type DocumentSummary = {
  id: Id<'invoice'>
  kind: 'invoice' | 'credit_note'
  number: string
  issuedOn: string
  dueOn: string
  period: string
  netCents: string
  grossCents: string
  /** What is still owed of an invoice; nothing on credit notes. */
  openCents: string
  standing: 'paid' | 'due' | 'late' | 'credit'
}

/** What a seller prints on its invoices. */
export type SellerView = {
  legalName: string
  siret: string
  electronicScheme: string
  electronicId: string
  iban: string
  bic: string
  accountHolder: string
  vatOnDebits: boolean
  invoicePrefix: string
  creditNotePrefix: string
  fourEyesFromEuros: number
}

/** How an organisation is invoiced, and where its invoices go. */
export type BillingSettingsView = {
  /** Whether it is a taxable person; null where the question does not arise. */
  vatStatus: 'taxable' | 'not_taxable' | null
  /** The billing office said it: the customer does not change it any more. */
  isVatStatusOfOffice: boolean
  grouping: InvoiceGrouping
  language: 'fr' | 'en'
  customerCode: string | null
  paymentMethod: PaymentMethod
  paymentDays: number | null
  legalName: string
  identifier: string
  contactName: string
  contactEmail: string
  address: Address
}

/** One document with everything it says, and what corrects it or what it corrects. */
export type DocumentView = {
  summary: DocumentSummary
  content: EncodedDocument
  corrections: { id: Id<'invoice'>; number: string; issuedOn: string; grossCents: string }[]
  corrects: { id: Id<'invoice'>; number: string } | null
  contentSha256: string
}

export type DocumentOfOrganisation = DocumentSummary & {
  organisationId: Id<'organisation'>
  organisation: string
}

/** The intervals that a line bills, or the days of its traffic; instants are ISO strings. */
export type EvidenceView = {
  position: number
  label: string
  intervals: { startedAt: string; endedAt: string; seconds: number; billedSeconds: number }[]
  /** Whole mebibytes of each day of Paris. */
  days: { day: string; mebibytes: number }[]
}

export type CostBy = 'project' | 'resource' | 'cost_centre' | 'meter' | 'tag'
/** By what costs are divided; the key of the tag counts where tags are. */
export type CostGrouping = { by: CostBy; tagKey: string }

/** What a month is going to come to, without VAT; no band without three months that tell of it. */
type ForecastView = { forecastCents: string; lowCents: string | null; highCents: string | null }

/** What a month costs so far, beside the month before. */
export type CostsView = {
  period: string
  before: string
  /** How much of the month has passed, from nothing to one. */
  shareOfMonth: number
  /** Keys by whose values costs can be divided, and the one that is. */
  tagKeys: string[]
  tagKey: string
  /** `trialMonths`: how many months before say how far it may be wrong. */
  forecast: ForecastView & { trialMonths: number }
  /** The parts that cost most over the year; under `rest` all others. */
  series: { key: string; label: string }[]
  /** Twelve months, the earliest first; the last is this one so far. */
  months: { period: string; cents: string; parts: { key: string; cents: string }[] }[]
  rows: ({ key: string; label: string; cents: string; beforeCents: string } & ForecastView)[]
}

export type ReceivableView = {
  organisationId: Id<'organisation'>
  name: string
  customerCode: string | null
  vatRegime: 'by_address' | 'franchise' | 'international_body'
  vatCertificate: string | null
  vatRegimeUntil: string | null
  /** Whether it is a taxable person; null where the question does not arise. */
  vatStatus: 'taxable' | 'not_taxable' | null
  owed: Record<AgeBucket, string>
  openCents: string
}

export type ReceivablesView = {
  customers: ReceivableView[]
  /** Without VAT, by month billed, the earliest first. */
  revenue: { period: string; netCents: string }[]
}
