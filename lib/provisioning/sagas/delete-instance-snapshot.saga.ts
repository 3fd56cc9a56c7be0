/** Deletes a snapshot of a server: it is gone, no longer billed, and its room is free. */
import { recordAudit } from '~/lib/audit'
import { changeInstanceSnapshotState, closeUsage, readInstanceSnapshot } from '~/lib/compute'
import type { SagaDefinition } from '../engine/definition'
import { freeSnapshotRoom } from '../snapshot-room'
import { observedAt, removeOurs, snapshotOf } from './outside'

export const deleteInstanceSnapshotSaga: SagaDefinition<'delete_instance_snapshot'> = {
  kind: 'delete_instance_snapshot',
  steps: [
    {
      type: 'effect',
      name: 'delete_snapshot',
      async run(step) {
        const { resourceId, input } = step.saga
        await removeOurs(() => step.driver.deleteInstanceSnapshot(input.instanceId, resourceId, step.call()))
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
        const at = observedAt(results, 'delete_snapshot')
        await freeSnapshotRoom(tx, await readInstanceSnapshot(tx, snapshotOf(saga)))
        const snapshot = await changeInstanceSnapshotState(tx, ctx, snapshotOf(saga), {
          from: ['deleting'],
          to: 'deleted',
          effectiveAt: at,
        })
        await closeUsage(tx, snapshot.id, 'all', at, ctx.now)
        await recordAudit(tx, ctx, 'snapshot.deleted', {
          organisationId: snapshot.organisationId,
          kind: 'snapshot',
          id: snapshot.id,
          details: { name: snapshot.name },
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga }) {
    await changeInstanceSnapshotState(tx, ctx, snapshotOf(saga), {
      from: ['deleting'],
      to: 'available',
      effectiveAt: ctx.now,
    })
  },
}
