/** Rows of this domain that other domains read or change in their own transactions; the sites cannot import them. */

export {
  findOpenLoss,
  type LossRow,
  listLossesToForget,
  listSilentHosts,
} from './hosts/losses/queries/losses'
export { readRacks } from './places/read-racks'
export { findHost, listServersOn } from './queries/hosts'
export { findRoomiestPool } from './queries/roomiest-pool'
export { listPoolRows, listZoneTotals } from './queries/zone-contents'
export { countRacksOfZone, listRoomsOfZone } from './queries/zone-racks'
export { findZoneTitle } from './queries/zone-title'
export { listZoneReach } from './zones/queries/zone-reach'
