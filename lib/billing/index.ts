export { followCardPayments } from './cards/follow-card-payments'
export { followCardRefunds } from './cards/follow-card-refunds'
export { payByCard } from './cards/pay-by-card'
export { readCardDesk, readCardOffer } from './cards/read-cards'
export { receiveCardNotice } from './cards/receive-notice'
export { decideCardRefund, refundCardPayment } from './cards/refund-card-payment'
export { setCardProvider, switchCards } from './cards/set-provider'
export { decideSellerChange } from './changes/decide-change'
export { listSellerChanges } from './changes/list-changes'
export { listPendingDecisions } from './changes/list-pending-decisions'
export { withdrawSellerChange } from './changes/withdraw-change'
export { creditInvoice } from './concessions/credit-invoice'
export {
  decideConcession,
  grantConcession,
  listConcessions,
  listCustomers,
} from './concessions/grant-concession'
export { deliverDocuments } from './delivery/deliver-documents'
export { endDoubtOfBilling } from './delivery/end-doubt'
export { planDelivery } from './delivery/plan-delivery'
export {
  inspectDeliveries,
  listConnections,
  listEinvoices,
  listPaymentReports,
  readDeliveries,
} from './delivery/read-deliveries'
export { replaceInvoice } from './delivery/replace-invoice'
export { reportPayments } from './delivery/report-payments'
export { resolveDelivery, retryDelivery, setEmbeddedStatus } from './delivery/resolve-delivery'
export { retryPaymentReport } from './delivery/retry-payment-report'
export { removeConnection, setConnection } from './delivery/set-connection'
export { decideDunning, holdDunning, recordRate, reinstate, releaseDunning } from './dunning/decide-dunning'
export { readDunningDesk } from './dunning/read-dunning-desk'
export { readOverdue } from './dunning/read-overdue'
export { sendDunning } from './dunning/send-dunning'
export {
  readAnyDocumentFile,
  readDocumentFile,
} from './einvoice/document-files'
export { createDueDeclarations } from './ereporting/create-due-declarations'
export { declarePeriod, resendDeclaration } from './ereporting/declare-period'
export { readDeclarationFile, readEreporting } from './ereporting/read-declarations'
export { sendDeclarations } from './ereporting/send-declarations'
export { readServiceList } from './ereporting/service-list'
export { setEreporting } from './ereporting/settings'
export { listOrganisationsWithDocuments, listOrganisationsWithUsage } from './exports/list-billed'
export { makeDocumentFiles } from './exports/make-document-files'
export { openArchive } from './exports/open-archive'
export {
  type ExportInput,
  openExport,
  openOperatorExport,
  openSystemExport,
} from './exports/open-export'
export {
  listOperatorExports,
  listPreparedExports,
  openPreparedExport,
  openPreparedOperatorExport,
  prepareExport,
  requestExport,
  requestOperatorExport,
  sweepExports,
} from './exports/prepared-exports'
export { previewExport } from './exports/preview-export'
export { setPurchaseAccounts } from './exports/purchase-accounts'
export { readAccruals } from './exports/read-accruals'
export { readExportOffer, readOperatorExportOffer } from './exports/read-offer'
export { ageBuckets } from './invoices/age'
export type { InvoiceGrouping } from './invoices/choices'
export { changeBillingSeller, defineBillingSeller, readBillingSeller } from './invoices/define-seller'
export {
  getDocument,
  inspectDocument,
  listAllDocuments,
  listDocuments,
  listDocumentYears,
  listUnpaidDocuments,
} from './invoices/read-documents'
export { readReceivables, setVatRegime } from './invoices/receivables'
export { searchDocuments } from './invoices/search-documents'
export type { BillingSellerInput } from './invoices/seller-schema'
export { changeBillingSettings, readBillingSettings } from './invoices/settings'
export { accountStatementCsv, accountStatementPdf } from './payments/account-statement'
export { arrearsCents } from './payments/arrears'
export {
  cancelDebits,
  markDebitsSent,
  prepareDebits,
  readDebitFile,
  returnDebit,
} from './payments/debit-batches'
export { assignMovement, confirmMovement, setAsideMovement, undoMovement } from './payments/decide-movement'
export { importStatement, importStatementFile } from './payments/import-statement'
export { importStatusReport } from './payments/import-status-report'
export { choosePaymentMethod, revokeMandate, signMandate } from './payments/mandate'
export { planPayment } from './payments/plan-debit'
export { readBillingAttention } from './payments/read-billing-attention'
export { readCustomerAccount } from './payments/read-customer-account'
export { readDebitDesk } from './payments/read-debit-desk'
export { readPaymentDesk } from './payments/read-payment-desk'
export { readStatementDesk } from './payments/read-statement-desk'
export { setCreditor } from './payments/set-creditor'
export { carryOutRun } from './runs/carry-out-run'
export { listHeldBackMonths } from './runs/list-held-back'
export { getRun, listRuns, readRunOutcome } from './runs/read-runs'
export { openRun, startDueRun, startRun } from './runs/start-run'
export { deliverExports } from './schedules/deliver-exports'
export {
  changeExportSchedule,
  createExportSchedules,
  endExportSchedule,
  pauseExportSchedule,
} from './schedules/manage-schedules'
export { readExportSchedules } from './schedules/read-schedules'
export { listExportRecipients } from './schedules/recipients'
export { decideServiceCredit } from './service-credits/decide-service-credit'
export { draftServiceCredits, lockBilling } from './service-credits/draft-service-credits'
export { readMonthPrices } from './service-credits/read-month-prices'
export { listBillablePeriods } from './usage/period'
export { readCosts } from './usage/read-costs'
export { readEvidence } from './usage/read-evidence'
export { readVatRate } from './vat/read-vat-rate'
export { changeCostWatch, readCostWatch } from './watch/cost-watch'
export { watchCosts } from './watch/watch-costs'
