import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { takeNumber } from '../queries/place'
import { orderNumber, orderSeries } from './order-number'

/** The next number of the seller's orders; taken late, because the counter stays locked until the transaction ends. */
export async function takeOrderNumber(
  tx: Tx,
  seller: { id: Id<'sellingEntity'>; orderPrefix: string },
  now: Date,
): Promise<string> {
  return orderNumber(seller.orderPrefix, now, await takeNumber(tx, seller.id, orderSeries(now)))
}
