export { isFixed, type OrderFieldsView, refuseFields } from './order-fields'
export {
  commitmentExit,
  committedMicroCents,
  type Exit,
  exitsByMonth,
  type Renewal,
  renewals,
  type TermMonths,
  termsMonths,
} from './prices/commitment-price'
export * from './prices/estimate'
export type {
  BundleEntry,
  GrantView,
  ImageEntry,
  NegotiatedChange,
  NegotiatedListEntry,
  NegotiatedPreview,
  PriceEntry,
  PricePreview,
  PromotionEntry,
  PromotionView,
  RateEntry,
  RatePreview,
  SaleState,
  TrafficPriceView,
} from './prices/price-book-views'
export { type Deduction, promotionDeductions } from './promotions/promotion-deductions'
export {
  type BundleFamily,
  type BundleView,
  bundleFamilies,
  bundleMicroCents,
  bundleMonthlyCents,
  type ImageView,
  imageFitsBundle,
  isService,
  type Meter,
  machineLabel,
  metersOf,
  optionalMetersOf,
  type VolumeClass,
  volumeClasses,
  type ZoneView,
} from './views'
