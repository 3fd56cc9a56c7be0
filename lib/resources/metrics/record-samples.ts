import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { hasSamplesAt, insertSamples, type Measurement } from './queries/samples'
import { sampleSlot } from './sample-slot'

/** Rows per statement. */
const batchSize = 2_000

/** Whether any worker has measured in these ten seconds. */
export async function isMeasured(ctx: OpContext): Promise<boolean> {
  return withSystem(ctx, (tx) => hasSamplesAt(tx, sampleSlot(ctx.now)))
}

/**
 * Stores the hypervisors' measurements, once per ten seconds across all workers. Unknown servers are ignored.
 */
export async function recordSamples(ctx: OpContext, measured: readonly Measurement[]): Promise<void> {
  const at = sampleSlot(ctx.now)
  for (let start = 0; start < measured.length; start += batchSize) {
    const batch = measured.slice(start, start + batchSize)
    await withSystem(ctx, (tx) => insertSamples(tx, at, batch))
  }
}
