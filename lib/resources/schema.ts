export {
  addAddressPoolInput,
  addressIdInput,
  attachAddressInput,
  removeAddressPoolInput,
} from './addresses/schema'
export { resourceName } from './common/fields'
export {
  backupIdInput,
  backupPlaceFields,
  imageIdInput,
  makeBackupInput,
  makeImageInput,
  snapshotIdInput,
  takeInstanceSnapshotInput,
  takeSnapshotInput,
} from './copies/schema'
export {
  type HostMetricsInput,
  hostMetricsInput,
  type InstanceMetricsInput,
  instanceMetricsInput,
} from './metrics/schema'
export { addFirewallRuleInput, removeFirewallRuleInput } from './networks/schema'
export { changeProbeInput, createProbeInput, removeProbeInput } from './probes/schema'
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
export { hoursBetween, keptMax, setBackupScheduleInput, setSnapshotScheduleInput } from './schedules/schema'
export {
  instanceIdInput,
  instanceIdParameter,
  instanceSorts,
  type ListInstancesInput,
  listInstancesInput,
  protectInstanceInput,
  renameInstanceInput,
  tagInstanceInput,
} from './servers/schema'
export {
  type ListVolumesInput,
  listVolumesInput,
  protectVolumeInput,
  renameVolumeInput,
  tagVolumeInput,
  volumeIdInput,
  volumeIdParameter,
  volumeSorts,
} from './volumes/schema'
