import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
import type { SnapshotState } from '~/db/schema/resources/snapshots'

/** What a state looks like: settled well, on its way, needing attention, off. The words are `compute.state.*`. */
export type StateTone = 'ok' | 'info' | 'warn' | 'bad' | 'off'

export const instanceTones: Record<InstanceState, StateTone> = {
  creating: 'info',
  running: 'ok',
  stopping: 'info',
  stopped: 'off',
  starting: 'info',
  restarting: 'info',
  resizing: 'info',
  moving: 'info',
  restoring: 'info',
  entering_rescue: 'info',
  in_rescue: 'warn',
  leaving_rescue: 'info',
  deleted: 'warn',
  purging: 'off',
  purged: 'off',
  failed: 'bad',
}

export const volumeTones: Record<VolumeState, StateTone> = {
  creating: 'info',
  available: 'ok',
  attaching: 'info',
  attached: 'ok',
  detaching: 'info',
  restoring: 'info',
  growing: 'info',
  deleted: 'warn',
  purging: 'off',
  purged: 'off',
  failed: 'bad',
}

export const snapshotTones: Record<SnapshotState, StateTone> = {
  creating: 'info',
  available: 'ok',
  deleting: 'info',
  deleted: 'off',
  failed: 'bad',
}

/** States that end by themselves: screens look again soon while a resource is in one. */
export const transientInstanceStates: readonly InstanceState[] = [
  'creating',
  'stopping',
  'starting',
  'restarting',
  'resizing',
  'moving',
  'restoring',
  'entering_rescue',
  'leaving_rescue',
  'purging',
]
export const transientVolumeStates: readonly VolumeState[] = [
  'creating',
  'attaching',
  'detaching',
  'restoring',
  'growing',
  'purging',
]
export const transientSnapshotStates: readonly SnapshotState[] = ['creating', 'deleting']

/** States a list offers as filters, in the order of a resource's life; what was erased is not listed. */
export const listedInstanceStates: readonly InstanceState[] = [
  'creating',
  'running',
  'starting',
  'stopping',
  'stopped',
  'restarting',
  'resizing',
  'moving',
  'restoring',
  'entering_rescue',
  'in_rescue',
  'leaving_rescue',
  'failed',
  'deleted',
]
export const listedVolumeStates: readonly VolumeState[] = [
  'creating',
  'available',
  'attaching',
  'attached',
  'detaching',
  'restoring',
  'growing',
  'failed',
  'deleted',
]

/** Hours between a deletion and the erasure of the data; until then it can be taken back. */
export const graceHours = 72

/** Rows of a list on one page. */
export const listPageSize = 50
