import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { callListFailedJobs } from '../queries/queue'
import type { FailedJobView } from './views'

/** Jobs with a failed last attempt: those that will be retried and those that were given up. */
export async function listFailedJobs(ctx: OpContext): Promise<FailedJobView[]> {
  authorizeStaff(ctx, 'operations:read')
  return withStaff(ctx, async (tx) =>
    (await callListFailedJobs(tx)).map((job) => ({
      id: job.id,
      task: job.task,
      attempts: job.attempts,
      attemptsMax: job.max_attempts,
      lastError: job.last_error,
      runAt: new Date(job.run_at).toISOString(),
      createdAt: new Date(job.created_at).toISOString(),
      isRunning: job.locked_at !== null,
      isDue: job.attempts < job.max_attempts && new Date(job.run_at) <= ctx.now,
    })),
  )
}
