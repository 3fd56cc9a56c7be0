import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { deleteExpired, expiringKinds } from './queries/expiry'

/** Rows of one transaction: it holds nothing up for longer than a moment. */
const batchSize = 1_000
/** Rows of a kind in one turn; what is left after that goes in the next. */
const batchesMax = 20

/**
 * Limits, links, sessions, tickets and idempotency keys that are over are gone. Nothing waits for it: what is over is
 * refused by whoever reads it.
 */
export async function sweepExpired(ctx: OpContext, size = batchSize): Promise<void> {
  for (const kind of expiringKinds) {
    for (let batch = 0; batch < batchesMax; batch += 1) {
      const gone = await withSystem(ctx, (tx) => deleteExpired(tx, kind, ctx.now, size))
      if (gone < size) break
    }
  }
}
