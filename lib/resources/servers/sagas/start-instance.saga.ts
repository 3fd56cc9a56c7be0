/** Starts a stopped server; compute is billed from the instant the hypervisor reports it running. */

import type { SagaDefinition } from '~/lib/sagas'
import { openUsage } from '~/lib/usage'
import { changeInstanceState } from '../../common/change-state'
import { undoUnlessLost } from '../../losses/undo-unless-lost'
import { instanceOf, observedAt, observeInstance } from '../../sagas/outside'

export const startInstanceSaga: SagaDefinition<'start_instance'> = {
  kind: 'start_instance',
  steps: [
    {
      type: 'effect',
      name: 'start',
      async run(step) {
        await step.driver.startInstance(step.saga.resourceId, step.call())
        return observeInstance(step, instanceOf(step.saga), 'running')
      },
      undo: (step) =>
        undoUnlessLost(step, () =>
          step.driver.stopInstance(step.saga.resourceId, { force: true }, step.call()),
        ),
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'start')
        const instance = await changeInstanceState(tx, ctx, instanceOf(saga), {
          from: ['starting'],
          to: 'running',
          effectiveAt: at,
          set: { runningSince: at },
        })
        await openUsage(tx, { resource: instance, meters: ['compute'], at, recordedAt: ctx.now })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga }) {
    await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['starting'],
      to: 'stopped',
      effectiveAt: ctx.now,
    })
  },
}
