import { withSystem } from '~/db/client'
import {
  deleteOldMetrics,
  findHoursToKeep,
  findMinutesToKeep,
  keepHours,
  keepMinutes,
} from '~/db/queries/compute/metrics/roll-up'
import { addSeconds } from '~/lib/kernel/clock'
import type { OpContext } from '~/lib/kernel/op-context'
import { keptSeconds } from './ranges'

/** A hypervisor answers within eight seconds: after this, no sample of the past comes any more. */
const settledSeconds = 15
const batchSize = 5_000
const batchesMax = 20

/**
 * Every minute and every hour that is over has its means, and what is older than it is kept is gone. From the
 * rows alone: whoever runs it, however late, arrives at the same.
 */
export async function rollUpMetrics(ctx: OpContext): Promise<void> {
  const settled = addSeconds(ctx.now, -settledSeconds)
  const minutes = await withSystem(ctx, async (tx) => {
    const found = await findMinutesToKeep(tx, settled)
    if (found) await keepMinutes(tx, found)
    return found
  })
  // Minutes that are being caught up with belong to an hour that must wait for them.
  const isBehind = minutes !== null && minutes.to < addSeconds(settled, -60)
  if (!isBehind) {
    await withSystem(ctx, async (tx) => {
      const hours = await findHoursToKeep(tx, addSeconds(settled, -60))
      if (hours) await keepHours(tx, hours)
    })
  }
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
