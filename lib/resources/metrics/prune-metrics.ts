import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { deleteOldMetrics } from './queries/roll-up'
import { keptSeconds } from './ranges'

const batchSize = 5_000
const batchesMax = 20

/** Deletes metrics past their retention, even if the roll-up is behind: the two never wait for each other. */
export async function pruneMetrics(ctx: OpContext): Promise<void> {
  const before = (seconds: number) => addSeconds(ctx.now, -seconds)
  const kept = {
    samples: before(keptSeconds.samples),
    minutes: before(keptSeconds.minutes),
    hours: before(keptSeconds.hours),
  }
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const gone = await withSystem(ctx, (tx) => deleteOldMetrics(tx, kept, batchSize))
    if (gone < batchSize) break
  }
}
