import { withSystem } from '~/db/client'
import { deletingMaxMs, repeatFor } from '~/lib/kernel/concurrency/repeat-for'
import type { OpContext } from '~/lib/kernel/op-context'
import { deleteOldMetrics } from './queries/partitions'
import { findCutoffs } from './retention'

const batchSize = 5_000

/**
 * Deletes rows past their retention from the default partitions: those from before partitions, and samples whose hour
 * has none. All others go with their partition (`keepMetricPartitions`).
 */
export async function pruneMetrics(ctx: OpContext, stop?: AbortSignal): Promise<void> {
  const cutoffs = await withSystem(ctx, (tx) => findCutoffs(tx, ctx))
  await repeatFor(
    deletingMaxMs,
    async () => (await withSystem(ctx, (tx) => deleteOldMetrics(tx, cutoffs, batchSize))) >= batchSize,
    stop,
  )
}
