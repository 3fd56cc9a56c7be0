/** Rows of this domain that other domains read or change in their own transactions; the sites cannot import them. */

export { type QueuePlace, selectAgreedPrice } from './rating/queries/prices'
export { findServerTraffic } from './rating/queries/traffic'
export { selectUsageWithin } from './rating/queries/usage'
