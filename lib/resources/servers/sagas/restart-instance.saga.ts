/**
 * Restarts a running server, out of its load balancers meanwhile. Usage continues: the customer keeps the server
 * throughout.
 */

import type { SagaDefinition } from '~/lib/sagas'
import { drainStep, putBackStep } from '../../balancers/drain-server'
import { changeInstanceState } from '../../common/change-state'
import { undoUnlessLost } from '../../losses/undo-unless-lost'
import { instanceOf, observedAt, observeInstance } from '../../sagas/outside'

export const restartInstanceSaga: SagaDefinition<'restart_instance'> = {
  kind: 'restart_instance',
  steps: [
    drainStep(),
    {
      type: 'effect',
      name: 'restart',
      async run(step) {
        await step.driver.restartInstance(step.saga.resourceId, step.call())
        return observeInstance(step, instanceOf(step.saga), 'running')
      },
      undo: (step) =>
        undoUnlessLost(step, () => step.driver.startInstance(step.saga.resourceId, step.call())),
    },
    putBackStep(),
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'restart')
        await changeInstanceState(tx, ctx, instanceOf(saga), {
          from: ['restarting'],
          to: 'running',
          effectiveAt: at,
          set: { runningSince: at },
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga }) {
    await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['restarting'],
      to: 'running',
      effectiveAt: ctx.now,
    })
  },
}
