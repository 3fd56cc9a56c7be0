export type { InstanceState, VolumeState } from '~/db/schema/compute'
export {
  type Decision,
  type InstanceAction,
  type InstanceFacts,
  type InstanceRefusal,
  instanceCan,
} from './instance-can'
export {
  graceHours,
  instanceTones,
  listedInstanceStates,
  listedVolumeStates,
  listPageSize,
  type StateTone,
  transientInstanceStates,
  transientVolumeStates,
  volumeTones,
} from './states'
export type {
  BundleRef,
  InstanceDetail,
  InstanceView,
  ListPage,
  PlaceView,
  TransitionView,
  UsageLineView,
  VolumeDetail,
  VolumeView,
  ZoneChoice,
} from './views'
export { type VolumeAction, type VolumeFacts, type VolumeRefusal, volumeCan } from './volume-can'
