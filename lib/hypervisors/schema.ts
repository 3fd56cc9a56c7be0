export {
  type AddHypervisorInput,
  addHypervisorInput,
  type ConfirmHypervisorInput,
  changeHypervisorAddressesInput,
  changeManagementRangesInput,
  confirmHypervisorInput,
  hypervisorIdInput,
} from './connect/schema'
export {
  decideManyInput,
  decideQuarantineInput,
  releaseDriftInput,
  releaseErasuresInput,
} from './quarantine/schema'
export { agreeToDatabaseInput, allowComparisonInput } from './recovery/schema'
