export type { InstanceState, SnapshotState, VolumeState } from '~/db/schema/compute'
export {
  type Decision,
  type InstanceAction,
  instanceCan,
} from './instance-can'
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
export type {
  InstanceDetail,
  InstanceView,
  ListPage,
  SnapshotView,
  TransitionView,
  UsageLineView,
  VolumeDetail,
  VolumeView,
  ZoneChoice,
} from './views'
export { volumeCan } from './volume-can'
