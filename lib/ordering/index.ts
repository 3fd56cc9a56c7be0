export { readAcceptance } from './acceptance/read-acceptance'
export { readChangeWaits } from './changes/read-change-waits'
export { type ChangeOutcome, requestChange } from './changes/request-change'
export { copyInstance } from './copy-instance'
export { copyVolume } from './copy-volume'
export { defineSellingEntity } from './define-selling-entity'
export { getOrder } from './get-order'
export { openApprovalLink } from './holds/approval-link'
export { decideOrder, withdrawOrder } from './holds/decide-order'
export { readApprovals } from './holds/read-approvals'
export { retryPostponed } from './holds/retry-postponed'
export {
  addSignatureRule,
  delegateApproval,
  endDelegation,
  removeSignatureRule,
} from './holds/rules'
export { sweepHolds } from './holds/sweep-holds'
export { listCopyChoices } from './list-copy-choices'
export { listOrders, ordersPerPage } from './list-orders'
export { listRestoreChoices } from './list-restore-choices'
export { listServerChoices } from './list-server-choices'
export { decideCases } from './moderation/decide-cases'
export { readOrderCase } from './moderation/read-order-case'
export { settleModeration } from './moderation/settle-moderation'
export { placeOrder } from './place-order'
export { priceCart } from './price-cart'
export { alertPurchaseOrders } from './purchase-orders/alert'
export { amendPurchaseOrder } from './purchase-orders/amend'
export { createPurchaseOrder } from './purchase-orders/create'
export { attachDocument, readDocument } from './purchase-orders/documents'
export { getPurchaseOrder, listPurchaseOrders } from './purchase-orders/read'
export {
  getQuote,
  listQuotes,
  readQuoteFile,
  readSharedQuoteFile,
  showSharedQuote,
} from './quotes/read-quotes'
export { shareQuote } from './quotes/share-quote'
export { askSignatureCode, signQuote } from './quotes/sign-quote'
export { readLinesLike } from './read-lines-like'
export { readOrderForm } from './read-order-form'
export { readPublicOffer } from './read-public-offer'
export { readStock } from './read-stock'
export { readAddressReferences } from './references/read-address-references'
export { readReferenceRules } from './references/read-rules'
export { registerStructure } from './references/register-structure'
export { readReferencePolicy, setReferencePolicy } from './references/set-policy'
export { reserveAddress } from './reserve-address'
export { restoreBackup } from './restore-backup'
export { retryProvisioning, retryVolume } from './retry-failed'
export { saveOrderDraft } from './save-order-draft'
export { type SellingEntityInput, sellingEntityInput } from './selling-entity-schema'
export { settleOrderLine } from './settle-order-line'
export { showSeller } from './show-seller'
