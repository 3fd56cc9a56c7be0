import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findHeldForUpdate } from './lock-held'
import { nextRetry } from './obstacle'
import * as queries from './queries/holds'
import { releaseOrder } from './release-order'

const ordersPerTurn = 50

/**
 * Retries approved orders and changes stopped by an obstacle, each in a transaction of its own. After an
 * unexpected failure the order is rescheduled like any other, so it cannot block the ones behind it. Orders of
 * a suspended buyer wait until the buyer is active or they expire.
 */
export async function retryPostponed(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const due = await withSystem(ctx, (tx) => queries.listDueRetries(tx, ctx.now, ordersPerTurn))
  const failures: unknown[] = []
  for (const orderId of due) {
    try {
      await retryConflicts(() => withSystem(ctx, (tx) => retryOrder(tx, ctx, orderId)))
    } catch (error) {
      failures.push(error)
      // The rolled-back transaction did not reschedule it: failed orders left due would fill every pass.
      await withSystem(ctx, (tx) => queries.setRetryAt(tx, orderId, nextRetry(ctx.now))).catch(
        (another: unknown) => failures.push(another),
      )
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'postponed orders failed')
}

async function retryOrder(tx: Tx, ctx: OpContext, orderId: Id<'order'>): Promise<void> {
  const found = await findHeldForUpdate(tx, orderId)
  // Withdrawn, expired, or tried by another worker meanwhile.
  if (!found?.held.retryAt || found.held.retryAt > ctx.now || found.held.expiresAt <= ctx.now) return
  if (await queries.isBuyerActive(tx, found.order.organisationId)) await releaseOrder(tx, ctx, found)
}
