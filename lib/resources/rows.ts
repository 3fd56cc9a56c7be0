/** Queries and rows of this domain for other domains' transactions; the two sites cannot import them. */
export { listAddressZones } from './addresses/queries/public-addresses'
export { listAvailablePrivateImages as listOwnImages } from './copies/queries/listed-copies'
export {
  findOpenNetwork,
  hasIpv6,
  isAddressTaken,
  listIpv6Zones,
  listNetworkChoices,
} from './networks/queries/named-networks'
export { requireChangeableNetworks, requireNetworkToJoin } from './networks/require-changeable'
