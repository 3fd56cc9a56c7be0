export { type CreditOutcome, creditInvoice } from './concessions/credit-invoice'
export { decideConcession, grantConcession, listConcessions } from './concessions/grant-concession'
export { deliverDocuments } from './delivery/deliver-documents'
export { planDelivery } from './delivery/plan-delivery'
export {
  type DocumentFile,
  makeDocumentFile,
  readAnyDocumentFile,
  readDocumentFile,
} from './einvoice/document-files'
export { listBilled } from './exports/list-billed'
export { makeDocumentFiles } from './exports/make-document-files'
export {
  type ExportInput,
  type OpenExport,
  openExport,
  openOperatorExport,
  openSystemExport,
} from './exports/open-export'
export { changeBillingSeller, defineBillingSeller, readBillingSeller } from './invoices/define-seller'
export { getDocument, inspectDocument, listAllDocuments, listDocuments } from './invoices/read-documents'
export type { BillingSellerInput } from './invoices/seller-schema'
export { changeBillingSettings, readBillingSettings } from './invoices/settings'
export type { InvoiceGrouping } from './invoices/settings-schema'
export { accountNames, accounts, journalNames } from './ledger/accounts'
export { type LedgerPosting, type Posting, postTransaction } from './ledger/post-transaction'
export { type Billed, billOrganisation } from './runs/bill-organisation'
export { carryOutRun } from './runs/carry-out-run'
export { getRun, listRuns, readRunOutcome } from './runs/read-runs'
export { keepCalendar, openRun, startRun } from './runs/start-run'
export { readCosts } from './usage/read-costs'
export { readEvidence } from './usage/read-evidence'
