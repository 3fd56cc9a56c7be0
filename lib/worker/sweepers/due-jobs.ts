import { countEnqueuedJob, withSystem } from '~/db/client'
import { countDueJobs } from '../fleet/queries/worker'
import type { Sweeper } from './sweeper'

const most = 10

/**
 * Wakes the queues of all workers for jobs that are due and that none has taken: those that were enqueued for later, and
 * those whose wake-up was lost. One worker looks, so that the queues themselves look rarely.
 */
export const dueJobsSweeper: Sweeper = {
  name: 'due jobs',
  everyMs: 2_000,
  whileHeld: true,
  run: (ctx) =>
    withSystem(ctx, async (tx) => {
      // After the commit workers are woken, as for jobs that this transaction had enqueued.
      countEnqueuedJob(await countDueJobs(tx, most))
    }),
}
