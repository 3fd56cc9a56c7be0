/** Rows of this domain that other domains read or change in their own transactions; the sites cannot import them. */

export { listSilentHostNames } from './connect/queries/silent-hosts'
export type { ComparedZone } from './drifts/queries/compared-zones'
export { lockNetworkRanges, releasePrivateAddress } from './drifts/queries/network-ranges'
export { readFirewalls } from './firewall/queries/read-firewalls'
export { readMoreCards, toNetworkSpec } from './networks/network-spec'
export { ensureInstallationId } from './queries/installation'
