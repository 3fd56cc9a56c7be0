/** Rows of this domain that other domains read or change in their own transactions; the sites cannot import them. */
export { findAddressOffer, findBalancerOffer } from './queries/catalogue'
