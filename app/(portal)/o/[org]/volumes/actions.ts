'use server'
import { askChange } from '~/app/_server/ask-change'
import { defineAction } from '~/app/_server/define-action'
import { copyVolume, retryVolume } from '~/lib/ordering'
import { copyVolumeInput } from '~/lib/ordering/schema'
import {
  attachVolume,
  deleteCopy,
  deleteVolume,
  detachVolume,
  protectVolume,
  removeSnapshotSchedule,
  renameVolume,
  restoreSnapshot,
  restoreVolume,
  tagVolume,
} from '~/lib/resources'
import {
  deleteVolumeInput,
  growVolumeInput,
  protectVolumeInput,
  renameVolumeInput,
  setSnapshotScheduleInput,
  snapshotIdInput,
  tagVolumeInput,
  takeSnapshotInput,
  volumeIdInput,
  volumeOnInstanceInput,
} from '~/lib/resources/schema'

const inOrganisation = { surface: 'portal', scope: 'organisation' } as const

export const attachVolumeAction = defineAction(
  { ...inOrganisation, schema: volumeOnInstanceInput },
  attachVolume,
)

export const detachVolumeAction = defineAction(
  { ...inOrganisation, schema: volumeOnInstanceInput },
  detachVolume,
)

export const renameVolumeAction = defineAction({ ...inOrganisation, schema: renameVolumeInput }, renameVolume)

export const tagVolumeAction = defineAction({ ...inOrganisation, schema: tagVolumeInput }, tagVolume)

export const protectVolumeAction = defineAction(
  { ...inOrganisation, schema: protectVolumeInput },
  protectVolume,
)

export const deleteVolumeAction = defineAction({ ...inOrganisation, schema: deleteVolumeInput }, deleteVolume)

export const restoreVolumeAction = defineAction({ ...inOrganisation, schema: volumeIdInput }, restoreVolume)

export const copyVolumeAction = defineAction({ ...inOrganisation, schema: copyVolumeInput }, copyVolume)

export const retryVolumeAction = defineAction({ ...inOrganisation, schema: volumeIdInput }, retryVolume)

export const takeSnapshotAction = defineAction(
  { ...inOrganisation, schema: takeSnapshotInput },
  (ctx, input) => askChange(ctx, { kind: 'take_snapshot', ...input }),
)

export const restoreSnapshotAction = defineAction(
  { ...inOrganisation, schema: snapshotIdInput },
  (ctx, { snapshotId }) => restoreSnapshot(ctx, 'volume_snapshot', snapshotId),
)

export const deleteSnapshotAction = defineAction(
  { ...inOrganisation, schema: snapshotIdInput },
  (ctx, { snapshotId }) => deleteCopy(ctx, 'volume_snapshot', snapshotId),
)

export const setSnapshotScheduleAction = defineAction(
  { ...inOrganisation, schema: setSnapshotScheduleInput },
  (ctx, input) => askChange(ctx, { kind: 'schedule_snapshots', ...input }),
)

export const removeSnapshotScheduleAction = defineAction(
  { ...inOrganisation, schema: volumeIdInput },
  removeSnapshotSchedule,
)

export const growVolumeAction = defineAction({ ...inOrganisation, schema: growVolumeInput }, (ctx, input) =>
  askChange(ctx, { kind: 'grow_volume', ...input }),
)
