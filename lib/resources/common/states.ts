import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
import type { SnapshotState } from '~/db/schema/resources/snapshots'

/** The colour of a state: good, in progress, needs attention, failed, off. The labels are `compute.state.*`. */
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
  lost: 'bad',
  recovering: 'info',
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

/** Nothing is left to do with the server except to remove it from the list, or to restore it. */
export const endedInstanceStates: readonly InstanceState[] = ['failed', 'deleted', 'purging', 'purged']

/** States that end without user action: pages poll while a resource is in one. */
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
  'recovering',
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

/** States offered as list filters, in life-cycle order; erased resources are not listed. */
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
  'lost',
  'recovering',
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

/** Hours between a deletion and the erasure of the data; until then it can be undone. */
export const graceHours = 72

/** Rows per page of a list. */
export const listPageSize = 50
