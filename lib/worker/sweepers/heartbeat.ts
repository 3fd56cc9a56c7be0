import { writeFile } from 'node:fs/promises'
import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { SagaVocabulary } from '~/lib/sagas'
import type { Queue } from '../queue'
import { deleteHeartbeats, listLongHeldJobs, recordHeartbeat, unlockDeadWorkers } from './queries/worker'
import type { Sweeper } from './sweeper'

type Self = {
  workerId: string
  startedAt: Date
  sagaSteps: SagaVocabulary
  queue: Pick<Queue, 'poolIds' | 'lastTakenAt' | 'dropLost'>
  /** Written at each heartbeat. */
  file?: string | undefined
}

/**
 * Records that this worker is alive, and releases the jobs of workers that have been silent for ten seconds: the queue
 * itself would keep them locked for hours. Also releases jobs assigned to this worker that it does not know.
 */
export function heartbeatSweeper(self: Self): Sweeper {
  const { workerId, startedAt, sagaSteps, queue } = self
  return {
    name: 'worker heartbeat',
    everyMs: 1_000,
    whileHeld: true,
    run: async (ctx) => {
      await withSystem(ctx, async (tx) => {
        const poolIds = queue.poolIds()
        const live = await recordHeartbeat(tx, {
          workerId,
          startedAt,
          sagaSteps,
          poolIds,
          lastTakenAt: queue.lastTakenAt(),
        })
        await unlockDeadWorkers(tx, live)
        queue.dropLost(await listLongHeldJobs(tx, poolIds))
      })
      if (self.file) await writeFile(self.file, '')
    },
  }
}

export async function removeHeartbeat(ctx: OpContext, workerId: string): Promise<void> {
  await withSystem(ctx, (tx) => deleteHeartbeats(tx, workerId))
}
