import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { listNotifiedPurchaseOrders } from '../queries/purchase-orders'
import type { NearlyUsed } from './views'

/** The purchase orders in use of which a threshold has been reached, the most used first. */
export async function readNearlyUsed(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<NearlyUsed[]> {
  return listNotifiedPurchaseOrders(tx, organisationId, parisDay(now))
}
