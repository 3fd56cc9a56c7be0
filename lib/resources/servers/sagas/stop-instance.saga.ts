/** Stops a running server; compute is billed until the hypervisor reports it stopped, storage continues. */

import type { SagaDefinition } from '~/lib/sagas'
import { closeUsage } from '~/lib/usage'
import { drainStep, endDrainOfStopped } from '../../balancers/drain-server'
import { changeInstanceState } from '../../common/change-state'
import { instanceOf, observedAt } from '../../sagas/outside'
import { stopStep } from './stop-step'

export const stopInstanceSaga: SagaDefinition<'stop_instance'> = {
  kind: 'stop_instance',
  steps: [
    drainStep(),
    stopStep(),
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'stop')
        const instance = await changeInstanceState(tx, ctx, instanceOf(saga), {
          from: ['stopping'],
          to: 'stopped',
          effectiveAt: at,
          set: { runningSince: null },
        })
        await closeUsage(tx, instance.id, ['compute'], at, ctx.now)
        await endDrainOfStopped(tx, saga)
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga }) {
    await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['stopping'],
      to: 'running',
      effectiveAt: ctx.now,
    })
  },
}
