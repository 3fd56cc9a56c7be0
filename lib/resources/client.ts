export type { SagaState, StepState } from '~/db/schema/provisioning'
export type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
export type { AddressPage, AddressPoolView, PublicAddressView } from './addresses/client'
export {
  instanceTones,
  listedInstanceStates,
  listedVolumeStates,
  listPageSize,
  snapshotTones,
  transientInstanceStates,
  transientSnapshotStates,
  transientVolumeStates,
  volumeTones,
} from './common/states'
export type {
  InstanceDetail,
  InstanceLine,
  InstanceSnapshotView,
  InstanceView,
  ListPage,
  ProjectRef,
  SnapshotView,
  TransitionView,
  UsageLineView,
  VolumeDetail,
  VolumeView,
  ZoneChoice,
} from './common/views'
export type { BackupTarget } from './copies/backup-target'
export { backupCan, backupsMax } from './copies/backups/backup-can'
export type { BackupView } from './copies/backups/backup-view'
export { snapshotCan, snapshotsMax } from './copies/copy-can'
export { imageCan, privateImagesMax } from './copies/images/image-can'
export type { PrivateImageView } from './copies/images/image-view'
export type { BackupPlace } from './copies/request-backup'
export { instanceSnapshotCan, instanceSnapshotsMax } from './copies/server-snapshots/instance-snapshot-can'
export { type MetricPoint, type MetricRange, type MetricSeries, metricRanges } from './metrics/ranges'
export type { NetworkView } from './networks/client'
export type { SshOpening } from './networks/ssh-opening'
export { type ProbeProtocol, type ProbeView, probeProtocols, probesMax } from './probes/client'
export { quotaAmount } from './projects/quota-amount'
export type { ProjectStanding, QuotaView } from './projects/standing'
export {
  currentStep,
  type FailedJobView,
  isLive,
  type OperatorSagaView,
  type SagaPage,
  type SagaStepView,
  type SagaView,
  sagaStates,
} from './sagas/views'
export type { ScheduleView } from './schedules/schedule-view'
export { type Decision, instanceCan } from './servers/instance-can'
export type { ResizeChoice } from './servers/list-resize-choices'
export type { PlacementRepair } from './servers/placement-repair'
export type { GrowthChoice } from './volumes/list-growth-choices'
export { volumeCan } from './volumes/volume-can'
