/** Deletes a backup of a volume: it is gone, no longer billed, and its claim is free. */
import { recordAudit } from '~/lib/audit'
import { changeBackupState, closeUsage } from '~/lib/compute'
import { endAllocation } from '~/lib/inventory'
import type { SagaDefinition } from '../engine/definition'
import { backupOf, observedAt, removeOurs } from './outside'

export const deleteBackupSaga: SagaDefinition<'delete_backup'> = {
  kind: 'delete_backup',
  steps: [
    {
      type: 'effect',
      name: 'delete_backup',
      async run(step) {
        await removeOurs(() => step.driver.deleteVolume(step.saga.resourceId, step.call()))
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
        const at = observedAt(results, 'delete_backup')
        const backup = await changeBackupState(tx, ctx, backupOf(saga), {
          from: ['deleting'],
          to: 'deleted',
          effectiveAt: at,
        })
        await closeUsage(tx, backup.id, 'all', at, ctx.now)
        await endAllocation(tx, backup.id, 'released', ctx.now)
        await recordAudit(tx, ctx, 'backup.deleted', {
          organisationId: backup.organisationId,
          kind: 'backup',
          id: backup.id,
          details: { name: backup.name },
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga }) {
    await changeBackupState(tx, ctx, backupOf(saga), {
      from: ['deleting'],
      to: 'available',
      effectiveAt: ctx.now,
    })
  },
}
