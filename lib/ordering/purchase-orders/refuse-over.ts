import type { Tx } from '~/db/client'
import { lockByNumbers } from '~/db/queries/ordering/purchase-orders'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { wholeEurosUp } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { type ComingLine, fitsUnder } from './standing'

/**
 * Refuses a line that its purchase order has no room for, where nothing is held until there is: an address that is free
 * now may not be once an amendment makes room. The row stays locked, so that two lines cannot both take what is left.
 *
 * @throws DomainError `invalid_input` at the number, with what is too much in euros
 */
export async function refuseOverPurchaseOrder(
  tx: Tx,
  ctx: OpContext,
  asked: { organisationId: Id<'organisation'>; number: string | undefined; line: ComingLine },
): Promise<void> {
  if (!asked.number) return
  const refuse = (params: Record<string, string> & { reason: string }) =>
    new DomainError('invalid_input', { field: 'costReferences.purchaseOrderNumber', params })
  for (const row of await lockByNumbers(tx, asked.organisationId, [asked.number])) {
    const answer = await fitsUnder(tx, row, [asked.line], ctx.now, null)
    if (answer.outcome === 'fits') continue
    if (answer.outcome !== 'over') throw refuse({ reason: `purchase_order_${answer.outcome}` })
    const { ceilingCents, committedCents, orderCents } = answer.over
    const overCents = BigInt(committedCents) + BigInt(orderCents) - BigInt(ceilingCents)
    throw refuse({ reason: 'purchase_order_over', number: row.number, over: wholeEurosUp(overCents) })
  }
}
