import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { comingLinesOf } from '../purchase-orders/coming-lines'
import { lockByNumbers } from '../queries/purchase-orders'
import { fitsHeld } from './fits-held'
import { findHeldForUpdate, type HeldOrder } from './lock-held'
import * as queries from './queries/holds'
import { releaseOrder } from './release-order'

/**
 * Held orders that now fit under their purchase orders, the longest wait first, drop that reason; those
 * without another reason are carried out. Returns their numbers.
 */
export async function releaseFittingOrders(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
): Promise<string[]> {
  const released: string[] = []
  for (const { order } of await queries.listHeld(tx, organisationId)) {
    if (await releaseIfItFits(tx, ctx, order.id)) released.push(order.number)
  }
  return released
}

/**
 * Releases one such order. Locks the buyer first, as placing an order does. Returns whether it is carried out.
 */
export async function releaseIfItFits(tx: Tx, ctx: OpContext, orderId: Id<'order'>): Promise<boolean> {
  const found = await findHeldForUpdate(tx, orderId)
  if (!found?.held.reasons.includes('over_purchase_order')) return false
  // Expired orders belong to the sweep, whether or not it has run.
  if (found.held.expiresAt <= ctx.now) return false
  return (await fits(tx, ctx, found)) && dropReasonAndRelease(tx, ctx, found)
}

/** Whether it is carried out: it may also wait for a decision, or meet an obstacle. */
async function dropReasonAndRelease(tx: Tx, ctx: OpContext, found: HeldOrder): Promise<boolean> {
  const reasons = found.held.reasons.filter((reason) => reason !== 'over_purchase_order')
  await queries.setReasons(tx, found.order.id, reasons)
  return reasons.length === 0 && (await releaseOrder(tx, ctx, found)) === 'released'
}

async function fits(tx: Tx, ctx: OpContext, found: HeldOrder): Promise<boolean> {
  const { order } = found
  const byNumber = await comingLinesOf(tx, order)
  for (const row of await lockByNumbers(tx, order.organisationId, [...byNumber.keys()])) {
    const answer = await fitsHeld(tx, ctx, found, row, byNumber.get(row.number) ?? [])
    if (answer.outcome !== 'fits') return false
  }
  return true
}
