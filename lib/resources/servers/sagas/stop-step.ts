import type { EffectStep } from '~/lib/sagas'
import { undoUnlessLost } from '../../losses/undo-unless-lost'
import { readStateBefore } from '../../sagas/facts'
import { instanceOf, observeInstance } from '../../sagas/outside'

/**
 * Requests a shutdown of the guest; from the third attempt on it forces the stop, since a guest that ignores
 * the request would keep its owner waiting and paying. Undone, a server that was running runs again.
 */
export function stopStep<K extends 'stop_instance' | 'delete_instance'>(): EffectStep<K> {
  return {
    type: 'effect',
    name: 'stop',
    async run(step) {
      await step.driver.stopInstance(step.saga.resourceId, { force: step.attempt > 2 }, step.call())
      return observeInstance(step, instanceOf(step.saga), 'stopped')
    },
    undo: (step) =>
      undoUnlessLost(step, async () => {
        const before = await step.read((tx) => readStateBefore(tx, step.saga.resourceId))
        if (before === 'running') await step.driver.startInstance(step.saga.resourceId, step.call())
      }),
  }
}
