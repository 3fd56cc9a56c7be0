/** Erases a deleted volume and its snapshots after its grace period: nothing remains, billed or claimed. */

import { recordAudit } from '~/lib/audit'
import { endAllocation } from '~/lib/placement'
import type { SagaDefinition } from '~/lib/sagas'
import { closeUsage, endCommitmentOfPurged } from '~/lib/usage'
import { changeVolumeState } from '../common/change-state'
import { changeCopyState } from '../copies/change-copy-state'
import { listHeldSnapshots } from '../copies/queries/copies'
import { observedAt, removeOwnObject, volumeOf } from '../sagas/outside'

export const purgeVolumeSaga: SagaDefinition<'purge_volume'> = {
  kind: 'purge_volume',
  steps: [
    {
      type: 'effect',
      name: 'delete_volume',
      async run(step) {
        await removeOwnObject(() => step.driver.deleteVolume(step.saga.resourceId, step.call()))
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
        const at = observedAt(results, 'delete_volume')
        const volume = await changeVolumeState(tx, ctx, volumeOf(saga), {
          from: ['purging'],
          to: 'purged',
          effectiveAt: at,
          set: { purgeAfter: null },
        })
        for (const { id } of await listHeldSnapshots(tx, 'volume_snapshot', volume.id)) {
          const change = { from: ['available'], to: 'deleted', effectiveAt: at } as const
          await changeCopyState(tx, ctx, 'volume_snapshot', id, change)
          await closeUsage(tx, id, 'all', at, ctx.now)
          await endAllocation(tx, id, 'released', ctx.now)
        }
        await closeUsage(tx, volume.id, 'all', at, ctx.now)
        await endCommitmentOfPurged(tx, ctx, volume, at)
        await endAllocation(tx, volume.id, 'released', ctx.now)
        await recordAudit(tx, ctx, 'volume.purged', {
          organisationId: volume.organisationId,
          kind: 'volume',
          id: volume.id,
        })
        return undefined
      },
    },
  ],
  recordUndone: async () => undefined,
}
