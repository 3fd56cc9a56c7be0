export { findRoomiestPool } from '~/db/queries/inventory/capacity'
export { listServersOn } from '~/db/queries/inventory/hosts'
export { findZoneTitle } from '~/db/queries/inventory/rebalance'
export {
  endAllocation,
  findLiveClaim,
  growAllocation,
  growClaim,
  postAllocation,
  resizeAllocation,
  resizePoolClaim,
} from './allocations'
export { changeHostState } from './change-host-state'
export { type ClaimedPlace, claimCapacity } from './claim-capacity'
export { claimOnPool } from './claim-on-pool'
export { countStock, countStockIn } from './count-stock'
export { editHost } from './edit-host'
export { editPool } from './edit-pool'
export { editRack } from './edit-rack'
export { editRoom } from './edit-room'
export { editSite } from './edit-site'
export { exportHosts } from './export-hosts'
export { getHost } from './get-host'
export { getImportGuide } from './get-import-guide'
export { getRack } from './get-rack'
export { getZone } from './get-zone'
export { importHosts } from './import-hosts'
export { listInventory } from './list-inventory'
export { listPlacements } from './list-placements'
export { reserveMove, settleMove, zoneMoves } from './move-claim'
export { namePlace } from './name-place'
export { planPlacement } from './place-resources'
export type { PlaceableResource } from './place-snapshot'
export {
  formPlacementGroup,
  formPlacementGroups,
  joinPlacementGroup,
  listPlacementGroups,
} from './placement-groups'
export { type DrainPlan, planDrain } from './plan-drain'
export { previewImport } from './preview-import'
export { proposeRebalance, readRebalanceZone, rebalanceOf } from './propose-rebalance'
export {
  type DrainZone,
  findZoneOfHost,
  type HostRow,
  listServersOnHost,
  readDrainZone,
} from './read-drain-zone'
export { readWhatIfZone, type WhatIfZone } from './read-what-if'
export { findBetterHost, readReceipt } from './receipt'
export { recordHostReach } from './record-host-reach'
export { lockHost, recordHostState } from './record-host-state'
export { recordZoneReach } from './record-zone-reach'
export { registerHost } from './register-host'
export { registerPool } from './register-pool'
export { registerRack } from './register-rack'
export { registerRoom } from './register-room'
export { registerSite } from './register-site'
export { relabelHost } from './relabel-host'
export { setHeadroom } from './set-headroom'
export { setHostCapacity } from './set-host-capacity'
export { setPoolCapacity } from './set-pool-capacity'
export { shortOnHost } from './short-on-host'
export { afterDrain, afterOrder, powerOf, shiftedLoads, withMoreHosts } from './what-if'
export { findZonePlace, type ZonePlace } from './zone-place'
