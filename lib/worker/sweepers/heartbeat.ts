import { withSystem } from '~/db/client'
import { beatHeart, listLongHeldJobs, stopHeart, unlockDeadWorkers } from '~/db/queries/worker'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Sweeper } from './sweeper'

type Self = {
  workerId: string
  startedAt: Date
  poolIds: () => string[]
  /** The queue says that this process has had these jobs in hand for long. */
  dropLost: (jobIds: readonly string[]) => void
}

/**
 * Says that this worker lives, and gives back the jobs of those that have been silent for ten seconds: the
 * queue itself would keep them locked for hours. So too with jobs of its own that it does not know of.
 */
export function heartbeatSweeper(self: Self): Sweeper {
  const { workerId, startedAt } = self
  return {
    name: 'worker heartbeat',
    everyMs: 1_000,
    run: (ctx) =>
      withSystem(ctx, async (tx) => {
        const poolIds = self.poolIds()
        const live = await beatHeart(tx, { workerId, startedAt, poolIds })
        await unlockDeadWorkers(tx, live)
        self.dropLost(await listLongHeldJobs(tx, poolIds))
      }),
  }
}

export async function sayGoodbye(ctx: OpContext, workerId: string): Promise<void> {
  await withSystem(ctx, (tx) => stopHeart(tx, workerId))
}
