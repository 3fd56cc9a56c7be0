export type { ConcessionView, CreditOutcome, Customer } from './concessions/views'
export { lifeCycleCodes, needsAnswer } from './delivery/life-cycle'
export type { ConnectionView, DeliveryView, EinvoiceView, StatusView } from './delivery/views'
export type { LateView } from './dunning/views'
export type { ExportFormat, ExportKind } from './exports/kinds'
export type { ExportOfferView, PreparedExportView } from './exports/views'
export type { EncodedDocument } from './invoices/document-codec'
export type {
  DocumentLine,
  DocumentReferences,
  IssuedDocument,
  LineKind,
  PaymentMethod,
  VatCategory,
} from './invoices/issued-document'
export type {
  BillingSettingsView,
  CostBy,
  CostsView,
  DocumentOfOrganisation,
  DocumentSummary,
  DocumentView,
  EvidenceView,
  SellerView,
} from './invoices/views'
export type { BatchView, DebitView, DueView, PaymentView, WaitingView } from './payments/views'
export type { RunItemView, RunSummary, RunView } from './runs/views'
