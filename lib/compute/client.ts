export type { InstanceState, VolumeState } from '~/db/schema/compute'
export {
  type Decision,
  type InstanceAction,
  instanceCan,
} from './instance-can'
export {
  instanceTones,
  listedInstanceStates,
  listedVolumeStates,
  listPageSize,
  transientInstanceStates,
  transientVolumeStates,
  volumeTones,
} from './states'
export type {
  InstanceDetail,
  InstanceView,
  ListPage,
  TransitionView,
  UsageLineView,
  VolumeDetail,
  VolumeView,
  ZoneChoice,
} from './views'
export { volumeCan } from './volume-can'
