import { AsyncResource } from 'node:async_hooks'
import { withSystem } from '~/db/client'
import type { SagaRunner } from '~/lib/sagas/runtime'
import type { KnownShare } from '../fleet/share'
import type { Sweeper } from './sweeper'

const everyMs = 1_000
/** Workers other than the two oldest look at every third turn. */
const youngerTurns = 3

/**
 * Finds sagas with a lost nudge or a dead worker. Each worker looks, because another one may have no room. The look shares
 * a transaction with those of other sweepers; a look of the runner itself would be one more each second.
 */
export function dueSagaSweeper(
  runner: Pick<SagaRunner, 'areDue' | 'nudge'>,
  share: Pick<KnownShare, 'isElder'>,
): Sweeper {
  // Sagas are no part of the sweeper's run: they share no transaction.
  const nudge = AsyncResource.bind(() => runner.nudge())
  let turn = 0
  return {
    name: 'due sagas',
    everyMs,
    everywhere: true,
    whileHeld: true,
    isIdle() {
      turn += 1
      return !share.isElder() && turn % youngerTurns !== 0
    },
    async run(ctx) {
      if (await withSystem(ctx, runner.areDue)) nudge()
    },
  }
}
