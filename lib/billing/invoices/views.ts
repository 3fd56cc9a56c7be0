import type { Address } from '~/db/schema/identity/identity'
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
  /** The open amount of an invoice; zero on credit notes. */
  openCents: string
  standing: 'paid' | 'due' | 'late' | 'credit'
}

/** With what it is for; `group` is a project or a cost centre, null when the organisation is invoiced as a whole. */
export type ListedDocument = DocumentSummary & {
  group: string | null
  references: {
    payerSiret?: string
    serviceCode?: string
    purchaseOrder?: string
    engagement?: string
    market?: string
  }
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
  /** Whether it is liable to VAT; null when the question does not arise. */
  vatStatus: 'taxable' | 'not_taxable' | null
  /** Set by the billing office: the customer can no longer change it. */
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

/** One document in full, with its corrections or the documents that it corrects. */
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

/** The intervals that a line bills, or its traffic by day; instants are ISO strings. */
export type EvidenceView = {
  position: number
  label: string
  intervals: { startedAt: string; endedAt: string; seconds: number; billedSeconds: number }[]
  /** Whole mebibytes per Paris day. */
  days: { day: string; mebibytes: number }[]
}

export type CostBy = 'project' | 'resource' | 'cost_centre' | 'meter' | 'tag'
/** How costs are divided; `tagKey` applies to the division by tag. */
export type CostGrouping = { by: CostBy; tagKey: string }

/** The forecast of a month, without VAT; no band with fewer than three months of history. */
type ForecastView = { forecastCents: string; lowCents: string | null; highCents: string | null }

/** Costs of a month so far, with the previous month. */
export type CostsView = {
  /** The instant up to which the data are complete, where they come from a replica; null on the primary. */
  asOf: string | null
  period: string
  before: string
  /** False: it has usage without an invoice, and its cost is that usage, before promotions and credits. */
  isBeforeBilled: boolean
  /** The month's usage to date. */
  toDateCents: string
  /** Exit fees and late usage of closed months, which the month's invoice will have too. */
  otherCents: string
  /** Elapsed share of the month, 0 to 1. */
  shareOfMonth: number
  /** Tag keys by which costs can be divided, and the selected one. */
  tagKeys: string[]
  tagKey: string
  /** `trialMonths`: number of past months behind the band. */
  forecast: ForecastView & { trialMonths: number }
  /** The parts that cost most over the year; `rest` sums all others. */
  series: { key: string; label: string }[]
  /** Twelve months, earliest first; the last is the current one so far. */
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
  /** Whether it is liable to VAT; null when the question does not arise. */
  vatStatus: 'taxable' | 'not_taxable' | null
  owed: Record<AgeBucket, string>
  openCents: string
}

export type ReceivablesView = {
  customers: ReceivableView[]
  /** Without VAT, by month billed, the earliest first. */
  revenue: { period: string; netCents: string }[]
}
