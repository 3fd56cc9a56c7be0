export type { Amounts } from './hosts/amounts'
export { type HostState, hostCan, hostPermits, hostStates } from './hosts/host-states'
export {
  type LossAction,
  type LossRefusal,
  type LostHostFacts,
  lossCan,
} from './hosts/losses/loss-can'
export {
  allocationsPerPage,
  fillPerMille,
  type HostAllocationView,
  type HostEvent,
  type HostMove,
  type HostView,
  hostTones,
} from './hosts/views'
export type { ImportError, ImportGuide, ImportPreview } from './import/views'
export { labelsToText, textToLabels } from './places/labels'
export { rackRows } from './places/rack-rows'
export {
  type InventoryRack,
  type InventorySite,
  type RackDetail,
  type RackOverview,
  racksByRoom,
  racksPerPage,
  type SiteOnMap,
} from './places/views'
export type { VolumeClass } from './pools/volume-class'
export { type InventoryPool, type InventoryZone, type ZoneReach, zoneDisplayState } from './zones/views'
