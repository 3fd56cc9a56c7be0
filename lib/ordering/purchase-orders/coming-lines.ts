import type { Tx } from '~/db/client'
import type { orders } from '~/db/schema/ordering/ordering'
import { microCentsOf } from '../changes/amount'
import { listLinesOfOrder } from '../holds/queries/holds'
import type { ComingLine } from './use'

type Order = Pick<typeof orders.$inferSelect, 'id' | 'change' | 'monthlyCents'>

/** The use of an order or change under each purchase order that it names, by number. */
export async function comingLinesOf(tx: Tx, order: Order): Promise<Map<string, ComingLine[]>> {
  const byNumber = new Map<string, ComingLine[]>()
  const add = (number: string | undefined, line: ComingLine) => {
    if (number) byNumber.set(number, [...(byNumber.get(number) ?? []), line])
  }
  if (order.change)
    add(order.change.costReferences.purchaseOrderNumber, {
      id: order.id,
      microCentsPerHour: microCentsOf(order.monthlyCents),
      count: 1,
    })
  for (const { id, microCentsPerHour, quantity: count, costReferences } of await listLinesOfOrder(
    tx,
    order.id,
  ))
    add(costReferences.purchaseOrderNumber, { id, microCentsPerHour, count })
  return byNumber
}
