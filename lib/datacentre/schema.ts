export {
  type ChangeHostStateInput,
  changeHostStateInput,
  type EditHostInput,
  editHostInput,
  hostFacts,
  type RegisterHostInput,
  type RelabelHostInput,
  registerHostInput,
  relabelHostInput,
  type SetHostCapacityInput,
  sellableVcpu,
  setHostCapacityInput,
} from './hosts/schema'
export { type ImportHostsInput, importHostsInput } from './import/schema'
export {
  type EditRackInput,
  type EditRoomInput,
  type EditSiteInput,
  editRackInput,
  editRoomInput,
  editSiteInput,
  type RegisterRackInput,
  type RegisterRoomInput,
  type RegisterSiteInput,
  registerRackInput,
  registerRoomInput,
  registerSiteInput,
} from './places/schema'
export {
  type EditPoolInput,
  editPoolInput,
  type RegisterPoolInput,
  registerPoolInput,
  type SetPoolCapacityInput,
  setPoolCapacityInput,
} from './pools/schema'
