import { withSystem } from '~/db/client'
import { deletingMaxMs, repeatFor } from '~/lib/kernel/concurrency/repeat-for'
import type { OpContext } from '~/lib/kernel/op-context'
import { deleteExpired, expiringKinds } from './queries/expiry'

/** Rows per transaction, so that no transaction blocks others for long. */
const batchSize = 1_000

/**
 * Deletes expired limits, links, sessions, tickets, idempotency keys, mails and notices. Nothing depends on it: readers ignore expired
 * rows.
 */
export async function sweepExpired(ctx: OpContext, stop?: AbortSignal, size = batchSize): Promise<void> {
  for (const kind of expiringKinds) {
    const batch = async () => (await withSystem(ctx, (tx) => deleteExpired(tx, kind, ctx.now, size))) >= size
    await repeatFor(deletingMaxMs, batch, stop)
  }
}
