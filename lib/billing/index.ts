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
export { listDocuments } from './invoices/read-documents'
export { accountNames, accounts, journalNames } from './ledger/accounts'
export { type LedgerPosting, type Posting, postTransaction } from './ledger/post-transaction'
export { type Billed, billOrganisation } from './runs/bill-organisation'
export { listRuns } from './runs/read-runs'
