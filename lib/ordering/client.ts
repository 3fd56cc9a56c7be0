export { acceptanceLimits } from './acceptance/rules'
export {
  type Cart,
  type CartReferences,
  offerPrice,
  validCart,
  withAddressLines,
} from './cart/cart'
export { readCartLink, writeCartLink } from './cart/cart-link'
export { deliveryRule } from './cart/delivery-rule'
export {
  type AddressOffer,
  apartByRack,
  bundleDefaults,
  freeStock,
  type NetworkOffer,
  networksOf,
  type Offer,
  type OrderChoice,
  publicFamilies,
  takesAddresses,
  validNetwork,
  zonesWithRoom,
} from './cart/order-choice'
export type { PricedCart } from './cart/price-cart'
export {
  expandNames,
  largestQuantity,
  resourceNamePattern,
  volumeNameOf,
} from './cart/resource-names'
export type { ChangeView } from './changes/change-view'
export type { ChangeWaits, WaitsFrom } from './changes/views'
export { type SignatureKind, signatureKinds } from './holds/signature'
export type { HoldEffect, HoldView, WaitingApproval, WaitingSignature } from './holds/views'
export type { OrderCase } from './moderation/views'
export type { Engagement } from './orders/engagement'
export { isMoving, progressOf, type ResourceProgress, remainingMilliseconds } from './orders/progress'
export type { PlaceOrderOutcome } from './place/outcome'
export type { Reserved } from './place/reserve-address'
export type { NearlyUsed, PurchaseOrderDetail, PurchaseOrderPreview } from './purchase-orders/views'
export type { QuoteState, QuoteView } from './quotes/views'
export { type CostReferenceName, costReferenceNames } from './references/names'
export type { AddressReferences } from './references/read-address-references'
export type { BuyerRules } from './references/read-rules'
export { findInvalidReference, type ReferencePolicy } from './references/rules'
export { linesPerOrder, resourcesPerOrder } from './schema-limits'
export {
  callerSource,
  findSourcesFault,
  type PublicFamilies,
  readSources,
  sshAccessChoices,
  sshAccessOf,
} from './ssh-access/ssh-access'
export type { UserDataCheck } from './user-data/check-user-data'
export { findFormFault, findSecretLine } from './user-data/user-data-form'
export {
  type CopyAccess,
  type CopyChoice,
  type DeliveryTime,
  type DeliveryTimes,
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
