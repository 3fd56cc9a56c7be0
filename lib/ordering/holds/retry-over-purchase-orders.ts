import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import type { OpContext } from '~/lib/kernel/op-context'
import { findBuyerForUpdate } from '../queries/place'
import { listOverPurchaseOrder } from './queries/holds'
import { releaseIfItFits } from './release-fitting-orders'

/**
 * Releases orders and changes that fit under their purchase order without an amendment, because another order
 * ended or a resource was deleted. Each has a transaction of its own; a failure does not stop the others.
 */
export async function retryOverPurchaseOrders(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const failures: unknown[] = []
  for (const { orderId, organisationId } of await withSystem(ctx, (tx) =>
    listOverPurchaseOrder(tx, ctx.now),
  )) {
    const release = async (tx: Tx) => {
      // If suspended meanwhile, the order waits until the buyer is active again or it expires.
      if ((await findBuyerForUpdate(tx, organisationId))?.state === 'active')
        await releaseIfItFits(tx, ctx, orderId)
    }
    await retryConflicts(() => withSystem(ctx, release)).catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'orders over a purchase order failed')
}
