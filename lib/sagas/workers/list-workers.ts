import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { WorkersView } from './client'
import { callOldestDueJob, listHeartbeats } from './queries/worker-queue'
import { showWorkers } from './show-workers'

/** The worker processes, and whether their queues take the jobs that wait. */
export async function listWorkers(ctx: OpContext): Promise<WorkersView> {
  authorizeStaff(ctx, 'operations:read')
  return withStaff(ctx, async (tx) =>
    showWorkers(await listHeartbeats(tx), await callOldestDueJob(tx), ctx.now),
  )
}
