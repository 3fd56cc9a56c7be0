/** Erases a deleted server and its snapshots after its grace period: no objects, billing or claim remain. */

import { recordAudit } from '~/lib/audit'
import type { SagaDefinition } from '~/lib/sagas'
import { instanceOf, observedAt, removeOwnObject } from '../../sagas/outside'
import { recordPurgedInstance } from '../record-purged'

export const purgeInstanceSaga: SagaDefinition<'purge_instance'> = {
  kind: 'purge_instance',
  steps: [
    {
      type: 'effect',
      name: 'delete_instance',
      async run(step) {
        await removeOwnObject(() => step.driver.deleteInstance(step.saga.resourceId, step.call()))
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
        const at = observedAt(results, 'delete_instance')
        const instance = await recordPurgedInstance(tx, ctx, instanceOf(saga), { from: 'purging', at })
        await recordAudit(tx, ctx, 'instance.purged', {
          organisationId: instance.organisationId,
          kind: 'instance',
          id: instance.id,
        })
        return undefined
      },
    },
  ],
  recordUndone: async () => undefined,
}
