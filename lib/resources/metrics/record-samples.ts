import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { hasSamplesAt, insertSamples, type Measurement } from './queries/samples'
import { sampleSlot } from './sample-slot'

/** Rows of one statement. */
const batchSize = 2_000

/** Another worker has measured in these ten seconds. */
export async function isMeasured(ctx: OpContext): Promise<boolean> {
  return withSystem(ctx, (tx) => hasSamplesAt(tx, sampleSlot(ctx.now)))
}

/**
 * Keeps what hypervisors said of servers, once per ten seconds whoever measures. What is said of servers that
 * we do not know is left out.
 */
export async function recordSamples(ctx: OpContext, measured: readonly Measurement[]): Promise<void> {
  const at = sampleSlot(ctx.now)
  for (let start = 0; start < measured.length; start += batchSize) {
    const batch = measured.slice(start, start + batchSize)
    await withSystem(ctx, (tx) => insertSamples(tx, at, batch))
  }
}
