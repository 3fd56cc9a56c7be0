export type {
  DocumentLine,
  DocumentReferences,
  IssuedDocument,
  LineKind,
  PaymentMethod,
  VatCategory,
} from './invoices/issued-document'
export type { DocumentSummary } from './invoices/views'
export type { RunSummary } from './runs/views'
