export {
  addAddressPoolInput,
  addressIdInput,
  attachAddressInput,
  removeAddressPoolInput,
} from './addresses/schema'
export {
  type AddHypervisorInput,
  addHypervisorInput,
  type ConfirmHypervisorInput,
  changeHypervisorAddressesInput,
  changeManagementRangesInput,
  confirmHypervisorInput,
  hypervisorIdInput,
} from './hypervisors/schema'
export {
  addFirewallRuleInput,
  removeFirewallRuleInput,
} from './networks/schema'
export { changeProbeInput, createProbeInput, removeProbeInput } from './probes/schema'
export { decideQuarantineInput, releaseDriftInput, releaseErasuresInput } from './quarantine/schema'
export { agreeToDatabaseInput } from './recovery/schema'
export {
  deleteInstanceInput,
  deleteVolumeInput,
  growVolumeInput,
  operateInstancesInput,
  resizeInstanceInput,
  volumeOnInstanceInput,
} from './request-schema'
export {
  interveneInput,
  type ListSagasInput,
  listSagasInput,
  retryJobInput,
  sagaIdInput,
} from './sagas/schema'
export {
  hoursBetween,
  keptMax,
  setBackupScheduleInput,
  setSnapshotScheduleInput,
} from './schedules/schema'
