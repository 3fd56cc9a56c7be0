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
 * Approved orders and changes that an obstacle stopped are tried again, each in a transaction of its own: one that fails
 * for another cause than a refusal is tried again like any other, and so does not keep its place before the others. Those of a suspended buyer wait until it is active or they
 * expire.
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
      // The failed transaction undid its own: left due, so many orders would take every turn.
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
