export { confirmHostLossInput, declareHostLossInput, lostHostInput } from './hosts/losses/schema'
export {
  changeHostStateInput,
  type EditHostInput,
  editHostInput,
  type RegisterHostInput,
  registerHostInput,
  relabelHostInput,
} from './hosts/schema'
export { importHostsInput } from './import/schema'
export {
  editRackInput,
  editRoomInput,
  editSiteInput,
  registerRackInput,
  registerRoomInput,
  registerSiteInput,
} from './places/schema'
export { editPoolInput, registerPoolInput } from './pools/schema'
