import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { deleteExpired, expiringKinds } from './queries/expiry'

/** Rows per transaction, so that no transaction blocks others for long. */
const batchSize = 1_000
/** Bounds the rows of a kind per run; the rest follows in the next. */
const batchesMax = 20

/**
 * Deletes expired limits, links, sessions, tickets and idempotency keys. Nothing depends on it: readers ignore expired
 * rows.
 */
export async function sweepExpired(ctx: OpContext, size = batchSize): Promise<void> {
  for (const kind of expiringKinds) {
    for (let batch = 0; batch < batchesMax; batch += 1) {
      const gone = await withSystem(ctx, (tx) => deleteExpired(tx, kind, ctx.now, size))
      if (gone < size) break
    }
  }
}
