export { changeBundle, sellBundle } from './bundles/change-bundle'
export { defineAddressBundle, defineBalancerBundle } from './bundles/define-address-bundle'
export { defineBundle } from './bundles/define-bundle'
export { getBundle } from './bundles/get-bundle'
export { findBundle, findOrderable, listBundles, listOwnBundles } from './bundles/list-bundles'
export { offerImages } from './bundles/offer-images'
export { changeImage, sellImage } from './images/change-image'
export { defineImage } from './images/define-image'
export { learnImages } from './images/learn-images'
export { listCatalogue } from './list-catalogue'
export { annulPrices } from './prices/annul-prices'
export { defineRates, listRates, previewRates, publishRates } from './prices/commitment-rates'
export { definePrice } from './prices/define-price'
export { listAnnounced } from './prices/list-announced'
export { listNegotiated, listNegotiatedBuyers } from './prices/list-negotiated'
export { defineList, previewList, publishList } from './prices/publish-list'
export { previewPrices, publishPrices } from './prices/publish-prices'
export {
  defineTrafficPrice,
  listTrafficPrices,
  publishTrafficPrice,
  readTrafficPrice,
} from './prices/traffic-price'
export {
  findPromotions,
  grantPromotions,
  listGrantsOfOrder,
  listSpendableGrants,
  recordPromotionUses,
  returnPromotions,
} from './promotions/grant-promotions'
export { createPromotion, definePromotion, endPromotion, listPromotions } from './promotions/promotions'
export { listFieldChoices, setFields } from './set-fields'
export { defineZone } from './zones/define-zone'
export { findZone } from './zones/find-zone'
export { findZoneImage, hasCloudInit, listZones } from './zones/list-zones'
export { showZones } from './zones/show-zones'
