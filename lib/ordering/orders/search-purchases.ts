import { isNarrowed, type Tx } from '~/db/client'
import { may } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type PurchaseHit, type Span, selectPurchaseHits } from '../queries/search'

/**
 * In `tx`: orders, quotes and purchase orders that match all the words, within these days, latest first; purchase orders for
 * who may read budgets and sees the whole organisation. The caller has authorised.
 */
export async function searchPurchases(
  tx: Tx,
  ctx: OpContext,
  words: readonly string[],
  span: Span,
  limit: number,
): Promise<PurchaseHit[]> {
  const hasPurchaseOrders = may(ctx, 'budget:read') && !(await isNarrowed(tx))
  return selectPurchaseHits(tx, words, { span, hasPurchaseOrders, limit })
}
