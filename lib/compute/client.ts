export type { InstanceState, VolumeState } from '~/db/schema/compute'
export { backupCan, backupsMax } from './backup-can'
export type { BackupView } from './backup-view'
export type { CommitmentView } from './commitments/views'
export { imageCan, privateImagesMax } from './image-can'
export type { PrivateImageView } from './image-view'
export {
  type Decision,
  type InstanceAction,
  instanceCan,
} from './instance-can'
export { instanceSnapshotCan, instanceSnapshotsMax } from './instance-snapshot-can'
export { type MetricPoint, type MetricRange, type MetricSeries, metricRanges } from './metrics/ranges'
export { quotaAmount } from './projects/quota-amount'
export type { ProjectStanding, QuotaView } from './projects/standing'
export { snapshotCan, snapshotsMax } from './snapshot-can'
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
} from './states'
export type { MeteringKeyView, TrafficView } from './traffic/views'
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
} from './views'
export { volumeCan } from './volume-can'
