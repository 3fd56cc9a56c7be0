import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { listStaleHypervisors } from './queries/hypervisors'

const everySeconds = 3_600

/** Enqueues a reading of every confirmed hypervisor that was not read for an hour. */
export async function rereadStale(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    for (const hypervisorId of await listStaleHypervisors(tx, addSeconds(ctx.now, -everySeconds))) {
      await enqueue(tx, 'read_hypervisor', { hypervisorId }, `read:${hypervisorId}`)
    }
  })
}
