/** Deletes a snapshot: it is gone, no longer billed, and its claim is free. */
import { recordAudit } from '~/lib/audit'
import { changeSnapshotState, closeUsage } from '~/lib/compute'
import { endAllocation } from '~/lib/inventory'
import type { SagaDefinition } from '../engine/definition'
import { observedAt, removeOurs, snapshotOf } from './outside'

export const deleteSnapshotSaga: SagaDefinition<'delete_snapshot'> = {
  kind: 'delete_snapshot',
  steps: [
    {
      type: 'effect',
      name: 'delete_snapshot',
      async run(step) {
        const { resourceId, input } = step.saga
        await removeOurs(() => step.driver.deleteSnapshot(input.volumeId, resourceId, step.call()))
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
        const snapshot = await changeSnapshotState(tx, ctx, snapshotOf(saga), {
          from: ['deleting'],
          to: 'deleted',
          effectiveAt: at,
        })
        await closeUsage(tx, snapshot.id, 'all', at, ctx.now)
        await endAllocation(tx, snapshot.id, 'released', ctx.now)
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
    await changeSnapshotState(tx, ctx, snapshotOf(saga), {
      from: ['deleting'],
      to: 'available',
      effectiveAt: ctx.now,
    })
  },
}
