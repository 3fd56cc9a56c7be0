import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { WorkersView } from './client'
import { callOldestDueJob, listHeartbeats } from './queries/worker-queue'
import { showWorkers } from './show-workers'

/** Lists the worker processes, and whether their queues take waiting jobs. */
export async function listWorkers(ctx: OpContext): Promise<WorkersView> {
  authorizeStaff(ctx, 'operations:read')
  return withStaff(ctx, async (tx) =>
    showWorkers(await listHeartbeats(tx), await callOldestDueJob(tx), ctx.now),
  )
}
