export { readAcceptance } from './acceptance/read-acceptance'
export { listCopyChoices } from './cart/list-copy-choices'
export { listRestoreChoices } from './cart/list-restore-choices'
export { listServerChoices } from './cart/list-server-choices'
export { priceCart } from './cart/price-cart'
export { readLinesLike } from './cart/read-lines-like'
export { readOrderForm } from './cart/read-order-form'
export { readPublicOffer } from './cart/read-public-offer'
export { readStock } from './cart/read-stock'
export { saveOrderDraft } from './cart/save-order-draft'
export { readChangeWaits } from './changes/read-change-waits'
export { type ChangeOutcome, requestChange } from './changes/request-change'
export { openApprovalLink } from './holds/approval-link'
export { decideOrder, withdrawOrder } from './holds/decide-order'
export { readApprovals } from './holds/read-approvals'
export { retryOverPurchaseOrders } from './holds/retry-over-purchase-orders'
export { retryPostponed } from './holds/retry-postponed'
export {
  addSignatureRule,
  delegateApproval,
  endDelegation,
  removeSignatureRule,
} from './holds/rules'
export { sweepHolds } from './holds/sweep-holds'
export { applyModeration } from './moderation/apply-moderation'
export { decideCases } from './moderation/decide-cases'
export { readOrderCase } from './moderation/read-order-case'
export { getOrder } from './orders/get-order'
export { listOrders, ordersPerPage } from './orders/list-orders'
export { refreshOrderLine } from './orders/refresh-order-line'
export { copyInstance } from './place/copy-instance'
export { copyVolume } from './place/copy-volume'
export { orderBalancer } from './place/order-balancer'
export { placeOrder } from './place/place-order'
export { reserveAddress } from './place/reserve-address'
export { restoreBackup } from './place/restore-backup'
export { retryBalancer, retryProvisioning, retryVolume } from './place/retry-failed'
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
export { readAddressReferences } from './references/read-address-references'
export { readReferenceRules } from './references/read-rules'
export { registerStructure } from './references/register-structure'
export { readReferencePolicy, setReferencePolicy } from './references/set-policy'
export { defineSellingEntity } from './seller/define-selling-entity'
export { type SellingEntityInput, sellingEntityInput } from './seller/selling-entity-schema'
export { showSeller } from './seller/show-seller'
export { checkUserData } from './user-data/check-user-data'
