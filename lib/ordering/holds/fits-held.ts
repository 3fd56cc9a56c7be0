import { acrossProjects, type Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { type ComingLine, fitsUnder } from '../purchase-orders/use'
import type { PurchaseOrderRow } from '../queries/purchase-orders'
import type { HeldOrder } from './lock-held'
import { listOverBehind } from './queries/holds'

/**
 * Whether the lines of a held order fit under a purchase order. Orders held later that wait for the same are
 * ignored: otherwise two orders, of which one fits, would block each other.
 */
export async function fitsHeld(
  tx: Tx,
  ctx: OpContext,
  { held }: Pick<HeldOrder, 'held'>,
  row: PurchaseOrderRow,
  lines: readonly ComingLine[],
): ReturnType<typeof fitsUnder> {
  return fitsUnder(tx, row, lines, ctx.now, await ordersAside(tx, held))
}

/** The orders that do not count when this one is judged: itself, and those behind it in the queue. */
export async function ordersAside(tx: Tx, held: HeldOrder['held']): Promise<string[]> {
  return [held.orderId, ...(await acrossProjects(tx, () => listOverBehind(tx, held)))]
}
