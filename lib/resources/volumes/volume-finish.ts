import { recordAudit } from '~/lib/audit'
import { postAllocation } from '~/lib/placement'
import type { RecordStep } from '~/lib/sagas'
import { beginCommitment, openUsage } from '~/lib/usage'
import { changeVolumeState } from '../common/change-state'
import { enqueueOrderLineUpdate } from '../sagas/ends'
import { observedAt, volumeOf } from '../sagas/outside'

/**
 * Records a separate volume that exists since `observingStep` observed it: claimed, billed from then on, its
 * order updated.
 */
export function volumeFinish<K extends 'create_volume' | 'copy_volume'>(
  observingStep: string,
): RecordStep<K> {
  return {
    type: 'record',
    name: 'finish',
    whenRefused: 'park',
    undo: 'nothing',
    async record({ tx, ctx, saga, results }) {
      const at = observedAt(results, observingStep)
      const volume = await changeVolumeState(tx, ctx, volumeOf(saga), {
        from: ['creating'],
        to: 'available',
        effectiveAt: at,
      })
      await postAllocation(tx, volume.id, ctx.now)
      const resource = await beginCommitment(tx, volume, at)
      await openUsage(tx, { resource, meters: ['volume'], at, recordedAt: ctx.now })
      await recordAudit(tx, ctx, 'volume.provisioned', {
        organisationId: volume.organisationId,
        kind: 'volume',
        id: volume.id,
      })
      await enqueueOrderLineUpdate(tx, volume)
      return undefined
    },
  }
}
