export {
  type ChooseRenewalInput,
  chooseRenewalInput,
  type LeaveCommitmentInput,
  leaveCommitmentInput,
} from './commitments/schema'
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
export { resourceName } from './fields'
export {
  type HostMetricsInput,
  hostMetricsInput,
  type InstanceMetricsInput,
  instanceMetricsInput,
} from './metrics/schema'
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
export { makeMeteringKeyInput, meteringKeyInput } from './traffic/schema'
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
