export type { ConcessionView } from './concessions/views'
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
export type { RunItemView, RunSummary, RunView } from './runs/views'
