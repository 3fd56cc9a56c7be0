/** Rows of this domain that other domains read or change in their own transactions; the sites cannot import them. */

export { findHost, listServersOn } from './queries/hosts'
export { listHostsOfRacks, listPoolRows, listZoneTotals } from './queries/pages'
export { findRoomiestPool } from './queries/roomiest-pool'
export { countRacksOfZone, listRacksOfZone, listRoomsOfZone } from './queries/zone-racks'
export { findZoneTitle } from './queries/zone-title'
export { listZoneReach } from './zones/queries/zone-reach'
