import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { rememberedDays } from './check-event'
import { deleteOldEvents } from './queries/events'

const batchSize = 10_000
const batchesMax = 50

/** Deletes measurements too old to be repeated, and refusals of the same age. */
export async function sweepEvents(ctx: OpContext): Promise<void> {
  const before = addSeconds(ctx.now, -rememberedDays * 86_400)
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const deleted = await withSystem(ctx, (tx) => deleteOldEvents(tx, before, batchSize))
    if (deleted === 0) break
  }
}
