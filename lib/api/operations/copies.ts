import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import type { OpContext } from '~/lib/kernel/op-context'
import { copyInstance, copyVolume, requestChange, restoreBackup } from '~/lib/ordering'
import { copyInstanceInput, copyVolumeInput, restoreBackupInput } from '~/lib/ordering/schema'
import {
  deleteCopy,
  inspectInstance,
  inspectVolume,
  listBackups,
  listImages,
  removeBackupSchedule,
  removeSnapshotSchedule,
  restoreSnapshot,
} from '~/lib/resources'
import {
  backupIdInput,
  imageIdInput,
  makeBackupInput,
  makeImageInput,
  setBackupScheduleInput,
  setSnapshotScheduleInput,
  snapshotIdInput,
  volumeIdInput,
} from '~/lib/resources/schema'
import { pageFrom } from '../cursor'
import { defineChange } from '../define-change'
import { defineOperation } from '../define-operation'
import { euros, instant, money, pageOf, pageQuery } from '../fields'
import { begun, operationAnswer, readOperation } from './begun'
import { changeAnswer, shapeChange, zoneRef } from './shared'

const copyFields = {
  name: z.string(),
  state: z.enum(['creating', 'available', 'failed', 'deleting', 'deleted']),
  sizeGib: z.number(),
  monthlyPrice: money.describe('Of a full month, without VAT.'),
  createdAt: instant,
  takenAt: instant.nullable().describe('The instant that it holds; null until it is made.'),
  dependents: z.int().describe('Resources that still need it.'),
  failureCode: z.string().nullable(),
}
const sourceOf = <S extends z.ZodType>(id: S) =>
  z.object({ id, name: z.string(), isThere: z.boolean().describe('False once it is deleted.') })

const snapshotAnswer = z
  .object({ id: idField('snapshot'), ...copyFields })
  .meta({ id: 'Snapshot', description: 'A disk as it was at an instant, next to the disk.' })
const backupAnswer = z
  .object({
    id: idField('backup'),
    ...copyFields,
    zone: zoneRef,
    volumeClass: z.enum(['fast', 'standard', 'archive']),
    volume: sourceOf(idField('volume')),
  })
  .meta({ id: 'Backup', description: 'A copy of a volume that does not depend on it.' })
const imageAnswer = z
  .object({
    id: idField('privateImage'),
    ...copyFields,
    zone: zoneRef,
    base: z.string().describe('Name of the image that its server was made of.'),
    server: sourceOf(idField('instance')),
  })
  .meta({ id: 'PrivateImage', description: 'A disk of a server that new servers are made of.' })

const priced = <T extends { monthlyCents: string }>(copy: T) => ({
  ...copy,
  monthlyPrice: euros(copy.monthlyCents),
})

/** An order of one resource. */
const ordered = z.object({ orderId: idField('order'), number: z.string() })

const deleted = z.object({
  outcome: z.enum(['deleting', 'removed']),
  operation: operationAnswer.nullable().describe('Null for one that was never made.'),
})
async function remove(
  ctx: OpContext,
  ...copy: Parameters<typeof deleteCopy> extends [OpContext, ...infer R] ? R : never
): Promise<z.input<typeof deleted>> {
  const deletion = await deleteCopy(ctx, ...copy)
  const operation = deletion.outcome === 'deleting' ? await readOperation(ctx, deletion.sagaId) : null
  return { outcome: deletion.outcome, operation }
}
export const copies = [
  defineOperation({
    id: 'listInstanceSnapshots',
    method: 'GET',
    path: '/v1/instances/{instanceId}/snapshots',
    tag: 'copies',
    summary: 'List the snapshots of a server, the newest first',
    permission: 'instance:read',
    params: { instanceId: idField('instance') },
    query: pageQuery,
    status: 200,
    answer: pageOf(snapshotAnswer),
    async run({ ctx, params: { instanceId }, query }) {
      const { snapshots } = await inspectInstance(ctx, { instanceId })
      return pageFrom(ctx, { name: 'snapshots', filter: instanceId }, snapshots.map(priced), query)
    },
  }),
  defineOperation({
    id: 'listVolumeSnapshots',
    method: 'GET',
    path: '/v1/volumes/{volumeId}/snapshots',
    tag: 'copies',
    summary: 'List the snapshots of a volume, the newest first',
    permission: 'instance:read',
    params: { volumeId: idField('volume') },
    query: pageQuery,
    status: 200,
    answer: pageOf(snapshotAnswer),
    async run({ ctx, params: { volumeId }, query }) {
      const { snapshots } = await inspectVolume(ctx, { volumeId })
      return pageFrom(ctx, { name: 'snapshots', filter: volumeId }, snapshots.map(priced), query)
    },
  }),
  defineChange({
    id: 'restoreInstanceSnapshot',
    path: '/v1/instance-snapshots/{snapshotId}/restore',
    tag: 'copies',
    summary: 'Set a stopped server back to one of its snapshots',
    permission: 'instance:operate',
    asksProof: true,
    input: snapshotIdInput,
    status: 202,
    answer: operationAnswer,
    run: async (ctx, { snapshotId }) => begun(ctx, await restoreSnapshot(ctx, 'server_snapshot', snapshotId)),
  }),
  defineChange({
    id: 'restoreVolumeSnapshot',
    path: '/v1/volume-snapshots/{snapshotId}/restore',
    tag: 'copies',
    summary: 'Set a detached volume back to one of its snapshots',
    permission: 'instance:operate',
    asksProof: true,
    input: snapshotIdInput,
    status: 202,
    answer: operationAnswer,
    run: async (ctx, { snapshotId }) => begun(ctx, await restoreSnapshot(ctx, 'volume_snapshot', snapshotId)),
  }),
  defineChange({
    id: 'deleteInstanceSnapshot',
    method: 'DELETE',
    path: '/v1/instance-snapshots/{snapshotId}',
    tag: 'copies',
    summary: 'Delete a snapshot of a server',
    permission: 'instance:delete',
    asksProof: true,
    input: snapshotIdInput,
    answer: deleted,
    run: (ctx, { snapshotId }) => remove(ctx, 'server_snapshot', snapshotId),
  }),
  defineChange({
    id: 'deleteVolumeSnapshot',
    method: 'DELETE',
    path: '/v1/volume-snapshots/{snapshotId}',
    tag: 'copies',
    summary: 'Delete a snapshot of a volume',
    permission: 'instance:delete',
    asksProof: true,
    input: snapshotIdInput,
    answer: deleted,
    run: (ctx, { snapshotId }) => remove(ctx, 'volume_snapshot', snapshotId),
  }),
  defineChange({
    id: 'copyInstance',
    path: '/v1/instance-snapshots/{snapshotId}/copy',
    tag: 'copies',
    summary: 'Order a server made of a snapshot of another',
    permission: 'order:place',
    input: copyInstanceInput,
    status: 201,
    answer: ordered,
    run: (ctx, input) => copyInstance(ctx, input),
  }),
  defineChange({
    id: 'copyVolume',
    path: '/v1/volumes/{volumeId}/copy',
    tag: 'copies',
    summary: 'Order a copy of a volume, or of one of its snapshots',
    permission: 'order:place',
    input: copyVolumeInput,
    status: 201,
    answer: ordered,
    run: (ctx, input) => copyVolume(ctx, input),
  }),
  defineChange({
    id: 'setSnapshotSchedule',
    path: '/v1/volumes/{volumeId}/snapshot-schedule',
    tag: 'copies',
    summary: 'Take snapshots of a volume at set hours and keep the latest',
    permission: 'instance:operate',
    asksProof: true,
    input: setSnapshotScheduleInput,
    answer: changeAnswer,
    run: async (ctx, input) =>
      shapeChange(ctx, await requestChange(ctx, { kind: 'schedule_snapshots', ...input })),
  }),
  defineChange({
    id: 'removeSnapshotSchedule',
    method: 'DELETE',
    path: '/v1/volumes/{volumeId}/snapshot-schedule',
    tag: 'copies',
    summary: 'Stop taking snapshots of a volume at set hours',
    permission: 'instance:operate',
    input: volumeIdInput,
    run: removeSnapshotSchedule,
  }),
  defineOperation({
    id: 'listBackups',
    method: 'GET',
    path: '/v1/backups',
    tag: 'copies',
    summary: 'List backups, the newest first',
    permission: 'instance:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(backupAnswer),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'backups', filter: null }, (await listBackups(ctx)).map(priced), query),
  }),
  defineChange({
    id: 'makeBackup',
    path: '/v1/volumes/{volumeId}/backups',
    tag: 'copies',
    summary: 'Make a backup of a volume',
    permission: 'instance:operate',
    input: makeBackupInput,
    status: 202,
    answer: changeAnswer,
    run: async (ctx, input) => shapeChange(ctx, await requestChange(ctx, { kind: 'make_backup', ...input })),
  }),
  defineChange({
    id: 'restoreBackup',
    path: '/v1/backups/{backupId}/restore',
    tag: 'copies',
    summary: 'Order a volume made of a backup',
    permission: 'order:place',
    input: restoreBackupInput,
    status: 201,
    answer: ordered,
    run: (ctx, input) => restoreBackup(ctx, input),
  }),
  defineChange({
    id: 'deleteBackup',
    method: 'DELETE',
    path: '/v1/backups/{backupId}',
    tag: 'copies',
    summary: 'Delete a backup',
    permission: 'instance:delete',
    asksProof: true,
    input: backupIdInput,
    answer: deleted,
    run: (ctx, { backupId }) => remove(ctx, 'backup', backupId),
  }),
  defineChange({
    id: 'setBackupSchedule',
    path: '/v1/volumes/{volumeId}/backup-schedule',
    tag: 'copies',
    summary: 'Make backups of a volume at set hours and keep the latest',
    permission: 'instance:operate',
    asksProof: true,
    input: setBackupScheduleInput,
    answer: changeAnswer,
    run: async (ctx, input) =>
      shapeChange(ctx, await requestChange(ctx, { kind: 'schedule_backups', ...input })),
  }),
  defineChange({
    id: 'removeBackupSchedule',
    method: 'DELETE',
    path: '/v1/volumes/{volumeId}/backup-schedule',
    tag: 'copies',
    summary: 'Stop making backups of a volume at set hours',
    permission: 'instance:operate',
    input: volumeIdInput,
    run: removeBackupSchedule,
  }),
  defineOperation({
    id: 'listPrivateImages',
    method: 'GET',
    path: '/v1/private-images',
    tag: 'copies',
    summary: 'List the images made of your servers, the newest first',
    permission: 'instance:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(imageAnswer),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'images', filter: null }, (await listImages(ctx)).map(priced), query),
  }),
  defineChange({
    id: 'makePrivateImage',
    path: '/v1/instances/{instanceId}/images',
    tag: 'copies',
    summary: 'Make an image of a server, or of one of its snapshots',
    permission: 'instance:operate',
    input: makeImageInput,
    status: 202,
    answer: changeAnswer,
    run: async (ctx, input) => shapeChange(ctx, await requestChange(ctx, { kind: 'make_image', ...input })),
  }),
  defineChange({
    id: 'deletePrivateImage',
    method: 'DELETE',
    path: '/v1/private-images/{imageId}',
    tag: 'copies',
    summary: 'Delete an image made of a server',
    permission: 'instance:delete',
    asksProof: true,
    input: imageIdInput,
    answer: deleted,
    run: (ctx, { imageId }) => remove(ctx, 'image', imageId),
  }),
]
