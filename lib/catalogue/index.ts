export { findAddressOffer } from '~/db/queries/catalogue'
export { annulPrices } from './annul-prices'
export { changeBundle, sellBundle } from './change-bundle'
export { changeImage, sellImage } from './change-image'
export { defineRates, listRates, previewRates, publishRates } from './commitment-rates'
export { defineAddressBundle } from './define-address-bundle'
export { defineBundle } from './define-bundle'
export { defineImage } from './define-image'
export { definePrice } from './define-price'
export { defineZone } from './define-zone'
export { findZone } from './find-zone'
export { getBundle } from './get-bundle'
export {
  findPromotions,
  grantPromotions,
  listGrantsOfOrder,
  listSpendableGrants,
  recordPromotionUses,
  returnPromotions,
} from './grant-promotions'
export { listAnnounced } from './list-announced'
export { findBundle, listBundles, listOwnBundles } from './list-bundles'
export { listCatalogue } from './list-catalogue'
export { listNegotiated, listNegotiatedBuyers } from './list-negotiated'
export { findZoneImage, listZones } from './list-zones'
export { offerImages } from './offer-images'
export { createPromotion, definePromotion, endPromotion, listPromotions } from './promotions'
export { defineList, previewList, publishList } from './publish-list'
export { previewPrices, publishPrices } from './publish-prices'
export { listFieldChoices, setFields } from './set-fields'
export { showZones } from './show-zones'
export {
  defineTrafficPrice,
  listTrafficPrices,
  publishTrafficPrice,
  readTrafficPrice,
} from './traffic-price'
