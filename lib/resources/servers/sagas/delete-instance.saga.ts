/**
 * Deletes a server for its customer: stopped, compute not billed, and kept for the grace period with its disk
 * and its claim. `purge-instance.saga.ts` erases it afterwards.
 */

import { addSeconds } from '~/lib/kernel/time/clock'
import type { SagaDefinition } from '~/lib/sagas'
import { closeUsage } from '~/lib/usage'
import { drainStep, endDrainOfStopped } from '../../balancers/drain-server'
import { changeInstanceState } from '../../common/change-state'
import { graceHours } from '../../common/states'
import { readStateBefore } from '../../sagas/facts'
import { instanceOf, observedAt } from '../../sagas/outside'
import { stopStep } from './stop-step'

export const deleteInstanceSaga: SagaDefinition<'delete_instance'> = {
  kind: 'delete_instance',
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
          to: 'deleted',
          effectiveAt: at,
          set: { runningSince: null, deletedAt: at, purgeAfter: addSeconds(at, graceHours * 3600) },
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
      to: await readStateBefore(tx, saga.resourceId),
      effectiveAt: ctx.now,
    })
  },
}
