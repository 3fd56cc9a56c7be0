export {
  decideCardRefundInput,
  payByCardInput,
  refundCardPaymentInput,
  setCardProviderInput,
  switchCardsInput,
} from './cards/schema'
export { decideSellerChangeInput, withdrawSellerChangeInput } from './changes/schema'
export { creditInvoiceInput, decideConcessionInput, grantConcessionInput } from './concessions/schema'
export {
  connectionChannelInput,
  connectionInput,
  deliveryInput,
  embeddedStatusInput,
  paymentReportInput,
  replaceInvoiceInput,
} from './delivery/schema'
export {
  declarationParams,
  declarePeriodInput,
  ereportingInput,
  resendDeclarationInput,
  serviceListParams,
} from './ereporting/schema'
export {
  archiveMax,
  archiveParams,
  documentFileParams,
  exportInput,
  preparedExportParams,
  purchaseAccountsInput,
} from './exports/schema'
export { costByParam, costTagParam, documentParams, lineParam, listedMax } from './invoices/document-schema'
export { type BillingSellerInput, billingSellerInput } from './invoices/seller-schema'
export { type BillingSettingsInput, billingSettingsInput } from './invoices/settings-schema'
export { vatRegimeInput } from './invoices/vat-regime-schema'
export * from './payments/schema'
export { runParams, type StartRunInput, startRunInput } from './runs/schema'
export {
  changeExportScheduleInput,
  createExportSchedulesInput,
  endExportScheduleInput,
  pauseExportScheduleInput,
} from './schedules/schema'
export { decideServiceCreditInput } from './service-credits/schema'
export { changeCostWatchInput } from './watch/schema'
