export type { CardDesk, CardOffer } from './cards/views'
export type { ChangeOutcome, PendingDecisionView, SellerChangeView } from './changes/views'
export type { ConcessionView, CreditOutcome, Customer, GrantOutcome } from './concessions/views'
export { lifeCycleCodes, needsAnswer } from './delivery/life-cycle'
export type { ConnectionView, DeliveryView, EinvoiceView, PaymentReportView } from './delivery/views'
export type { LateView, Overdue } from './dunning/views'
export { ereportingRegimes, sellerSizes } from './ereporting/choices'
export type { DeclarationView, EreportingView, ServiceListView } from './ereporting/views'
export type { ExportFormat, ExportKind } from './exports/kinds'
export type { AccrualsView, ExportOfferView, ExportPreviewView, PreparedExportView } from './exports/views'
export { invoiceGroupings, vatRegimes, vatStatuses } from './invoices/choices'
export type { EncodedDocument } from './invoices/document-codec'
export type { DocumentSummary, EvidenceView, ListedDocument, SellerView } from './invoices/views'
export { bankFileBytesMax } from './payments/bounds'
export { formatIban } from './payments/iban'
export type { CustomerAccount } from './payments/read-customer-account'
export type {
  BatchView,
  DebitView,
  DecidedView,
  DueView,
  ImportedReport,
  ImportedStatement,
  PaymentView,
  WaitingView,
} from './payments/views'
export type { RunItemView } from './runs/views'
export {
  type ExportRecipientView,
  type ExportScheduleView,
  ownFailures,
  sendingDays,
  usualSendingDay,
} from './schedules/views'
export type { CostWatchView } from './watch/views'
