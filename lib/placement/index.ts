export {
  endAllocation,
  findLiveClaim,
  growAllocation,
  growClaim,
  postAllocation,
  resizeAllocation,
  resizePoolClaim,
} from './claims/allocations'
export { type ClaimedPlace, claimCapacity } from './claims/claim-capacity'
export { claimExisting, type ExistingPlace } from './claims/claim-existing'
export { claimOnPool } from './claims/claim-on-pool'
export { listPlacements } from './claims/list-placements'
export { finishMove, reserveMove, zoneMoves } from './claims/move-claim'
export { findBetterHost, readReceipt } from './claims/receipt'
export { countStock, countStockIn } from './headroom/count-stock'
export { getZone } from './headroom/get-zone'
export { setHeadroom } from './headroom/set-headroom'
export { learnLifetimes } from './packing/learn-lifetimes'
export { setPlacement } from './packing/set-placement'
export { proposeRebalance, readRebalanceZone, rebalanceOf } from './rebalance/propose-rebalance'
export { serverShape, volumeShape } from './scheduler/bundle-shapes'
export { planPlacement } from './scheduler/place-resources'
export type { PlaceableResource } from './scheduler/place-snapshot'
export {
  formPlacementGroup,
  formPlacementGroups,
  joinPlacementGroup,
  listPlacementGroups,
} from './scheduler/placement-groups'
export { shortOnHost } from './scheduler/short-on-host'
export { type DrainPlan, planDrain } from './what-if/plan-drain'
export {
  type DrainZone,
  findZoneOfHost,
  type HostRow,
  listServersOnHost,
  readDrainZone,
} from './what-if/read-drain-zone'
export { readWhatIfZone, type WhatIfZone } from './what-if/read-what-if'
export { afterDrain, afterOrder, powerOf, shiftedLoads, withMoreHosts } from './what-if/what-if'
