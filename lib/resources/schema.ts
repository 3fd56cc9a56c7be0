export {
  addAddressPoolInput,
  addressIdInput,
  attachAddressInput,
  removeAddressPoolInput,
} from './addresses/schema'
export {
  balancerIdInput,
  changeBalancerInput,
  listBalancersInput,
  orderedBalancerInput,
  renameBalancerInput,
} from './balancers/schema'
export {
  certificateIdInput,
  orderCertificateInput,
  replaceCertificateInput,
  setAcmeInput,
  switchAcmeInput,
  uploadCertificateInput,
} from './certificates/schema'
export {
  backupIdInput,
  imageIdInput,
  makeBackupInput,
  makeImageInput,
  snapshotIdInput,
  takeInstanceSnapshotInput,
  takeSnapshotInput,
} from './copies/schema'
export {
  changeFirewallInput,
  createRuleSetInput,
  previewFirewallInput,
  renameRuleSetInput,
} from './firewall/schema'
export { requestRecoveryInput } from './losses/schema'
export { hostMetricsInput, instanceMetricsInput } from './metrics/schema'
export {
  connectToNetworkInput,
  createNetworkInput,
  disconnectFromNetworkInput,
  networkIdInput,
  peeringInput,
  renameNetworkInput,
} from './networks/schema'
export { changeProbeInput, createProbeInput, removeProbeInput } from './probes/schema'
export {
  deleteInstanceInput,
  deleteVolumeInput,
  growVolumeInput,
  operateInstancesInput,
  resizeInstanceInput,
  volumeOnInstanceInput,
} from './request-schema'
export { interveneInput, listSagasInput, retryJobInput, sagaIdInput } from './sagas/schema'
export { hoursBetween, keptMax, setBackupScheduleInput, setSnapshotScheduleInput } from './schedules/schema'
export {
  instanceIdInput,
  instanceIdParameter,
  instanceSorts,
  listInstancesInput,
  protectInstanceInput,
  renameInstanceInput,
  tagInstanceInput,
} from './servers/schema'
export {
  listVolumesInput,
  protectVolumeInput,
  renameVolumeInput,
  tagVolumeInput,
  volumeIdInput,
  volumeIdParameter,
  volumeSorts,
} from './volumes/schema'
