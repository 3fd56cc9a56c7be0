/** Undoes a deletion within the grace period, once the hypervisor has confirmed that the server exists. */

import type { SagaDefinition } from '~/lib/sagas'
import { changeInstanceState } from '../../common/change-state'
import { instanceOf, observedAt, observeInstance } from '../../sagas/outside'

export const restoreInstanceSaga: SagaDefinition<'restore_instance'> = {
  kind: 'restore_instance',
  steps: [
    {
      type: 'effect',
      name: 'check',
      run: (step) => observeInstance(step, instanceOf(step.saga), 'stopped'),
      undo: 'nothing',
    },
    {
      type: 'record',
      name: 'finish',
      // Another server may have taken the name meanwhile: then it stays deleted.
      whenRefused: 'undo',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        await changeInstanceState(tx, ctx, instanceOf(saga), {
          from: ['deleted'],
          to: 'stopped',
          effectiveAt: observedAt(results, 'check'),
          set: { deletedAt: null, purgeAfter: null },
        })
        return undefined
      },
    },
  ],
  // The server never left `deleted`, and its grace period continues.
  recordUndone: async () => undefined,
}
