import { recordAudit } from '~/lib/audit'
import type { EffectInput, SagaDefinition } from '~/lib/sagas'
import { closeUsage } from '~/lib/usage'
import { copyOf, observedAt, removeOwnObject } from '../sagas/outside'
import { changeCopyState } from './change-copy-state'
import { type CopySaga, copyKinds } from './copy-kinds'
import { releaseCopyRoom } from './copy-room'
import type { CopyKind, CopyRow } from './queries/copies'

/** Deletes a copy: afterwards it no longer exists on the hypervisor, is not billed, and its space is free. */
function deletionSaga<K extends CopyKind>(
  kind: K,
  saga: CopySaga<K, 'delete'>,
  remove: (step: EffectInput<CopySaga<K, 'delete'>>) => Promise<void>,
): SagaDefinition<CopySaga<K, 'delete'>> {
  const { resourceKind, events } = copyKinds[kind]
  const removal = `delete_${resourceKind}`
  return {
    kind: saga,
    steps: [
      {
        type: 'effect',
        name: removal,
        async run(step) {
          await removeOwnObject(() => remove(step))
          return { observedAt: step.now().toISOString() }
        },
        undo: 'forward_only',
      },
      {
        type: 'record',
        name: 'finish',
        whenRefused: 'park',
        undo: 'nothing',
        async record({ tx, ctx, saga, results }) {
          const effectiveAt = observedAt(results, removal)
          await releaseCopyRoom(tx, ctx, kind, copyOf<K>(saga), 'released')
          const change = { from: ['deleting'], to: 'deleted', effectiveAt } as const
          const copy: CopyRow<CopyKind> = await changeCopyState(tx, ctx, kind, copyOf<K>(saga), change)
          await closeUsage(tx, copy.id, 'all', effectiveAt, ctx.now)
          await recordAudit(tx, ctx, events.deleted, {
            organisationId: copy.organisationId,
            kind: resourceKind,
            id: copy.id,
            details: { name: copy.name },
          })
          return undefined
        },
      },
    ],
    async recordUndone({ tx, ctx, saga }) {
      const change = { from: ['deleting'], to: 'available', effectiveAt: ctx.now } as const
      await changeCopyState(tx, ctx, kind, copyOf<K>(saga), change)
    },
  }
}

export const deleteSnapshotSaga = deletionSaga('volume_snapshot', 'delete_snapshot', (step) =>
  step.driver.deleteSnapshot(step.saga.input.volumeId, step.saga.resourceId, step.call()),
)
export const deleteInstanceSnapshotSaga = deletionSaga(
  'server_snapshot',
  'delete_instance_snapshot',
  (step) => step.driver.deleteInstanceSnapshot(step.saga.input.instanceId, step.saga.resourceId, step.call()),
)
/** On the hypervisor, a backup is a volume. */
export const deleteBackupSaga = deletionSaga('backup', 'delete_backup', (step) =>
  step.driver.deleteVolume(step.saga.resourceId, step.call()),
)
export const deleteImageSaga = deletionSaga('image', 'delete_image', (step) =>
  step.driver.deleteImage(step.saga.resourceId, step.call()),
)
