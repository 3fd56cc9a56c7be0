export { largestThatFits, poolsByClass } from './capacity-view'
export type { PlacementView } from './claims/placement-view'
export { type HostState, hostCan, hostPermits, hostStates } from './host-states'
export type { Amounts } from './hosts/amounts'
export {
  allocationsPerPage,
  fillPerMille,
  type HostAllocationView,
  type HostDetail,
  type HostEvent,
  type HostMove,
  type HostView,
  hostTones,
} from './hosts/views'
export type { ImportChange, ImportError, ImportGuide, ImportPreview, ImportRoom } from './import/views'
export { labelsToText, textToLabels } from './labels'
export {
  type PlacementGroupView,
  type PlacementStrength,
  placementLevels,
  placementRelations,
  placementStrengths,
} from './placement'
export { type InventoryRack, type InventorySite, type RackDetail, racksPerPage } from './places/views'
export type { VolumeClass } from './pools/volume-class'
export { rackRows } from './rack-rows'
export { type RebalanceMove, type RebalanceView, rebalanceSizes } from './rebalance-view'
export type { PlacementReceipt, RuleView } from './receipt-view'
export type { BundleFit, Headroom, Stock, StockByZone, ZoneDetail, ZoneRoom } from './room/views'
export type { Shape } from './scheduler/shape'
export type { ZonePower } from './what-if'
export { type InventoryPool, type InventoryZone, type ZoneReach, zoneStanding } from './zones/views'
