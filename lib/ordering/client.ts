export { acceptanceLimits } from './acceptance/rules'
export { type Cart, type CartReferences, cartPrice, validCart } from './cart'
export { readCartLink, writeCartLink } from './cart-link'
export type { ChangeView } from './changes/change-view'
export type { ChangeWaits, WaitsFrom } from './changes/views'
export { type SignatureKind, signatureKinds } from './holds/signature'
export type { HoldView, ObstacleView } from './holds/views'
export type { OrderCase } from './moderation/views'
export {
  apartByRack,
  bundleDefaults,
  freeIn,
  type Offer,
  type OrderChoice,
  zonesWithRoom,
} from './order-choice'
export type { PlaceOrderOutcome } from './outcome'
export type { PricedCart } from './price-cart'
export { isMoving, progressOf, type ResourceProgress, remainingMilliseconds } from './progress'
export type { PurchaseOrderDetail } from './purchase-orders/views'
export type { QuoteState, QuoteView } from './quotes/views'
export { type CostReferenceName, costReferenceNames } from './references/names'
export type { AddressReferences } from './references/read-address-references'
export type { BuyerRules } from './references/read-rules'
export { type ReferencePolicy, wrongReference } from './references/rules'
export type { Reserved } from './reserve-address'
export {
  expandNames,
  largestQuantity,
  resourceNamePattern,
  volumeNameOf,
} from './resource-names'
export { linesPerOrder, resourcesPerOrder } from './schema-limits'
export {
  type CopyChoice,
  type OrderedResource,
  type OrderLineView,
  type OrderState,
  type OrderSummary,
  type OrderView,
  orderTones,
  type ReadyTimes,
  type SellerView,
  type ServerChoice,
} from './views'
