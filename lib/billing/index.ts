export { listDocuments } from './invoices/read-documents'
export { accountNames, accounts, journalNames } from './ledger/accounts'
export { type LedgerPosting, type Posting, postTransaction } from './ledger/post-transaction'
export { listRuns } from './runs/read-runs'
