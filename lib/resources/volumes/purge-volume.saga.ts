/** Erases a deleted volume and its snapshots after its grace period: nothing remains, billed or claimed. */

import { recordAudit } from '~/lib/audit'
import type { SagaDefinition } from '~/lib/sagas'
import { observedAt, removeOwnObject, volumeOf } from '../sagas/outside'
import { recordPurgedVolume } from './record-purged'

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
        const volume = await recordPurgedVolume(tx, ctx, volumeOf(saga), { from: 'purging', at })
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
