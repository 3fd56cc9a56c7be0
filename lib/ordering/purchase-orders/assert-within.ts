import { isNarrowed, type Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { roundUpToWholeEuros } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockByNumbers } from '../queries/purchase-orders'
import { type ComingLine, fitsUnder, type OverPurchaseOrder } from './use'

type Asked = { organisationId: Id<'organisation'>; number: string | undefined; line: ComingLine }

const refuse = (params: Record<string, string> & { reason: string }) =>
  new DomainError('invalid_input', { field: 'costReferences.purchaseOrderNumber', params })

/**
 * By how much a line exceeds its purchase order; null when it has room. The row stays locked, so that two
 * lines cannot both take the remaining amount.
 *
 * @throws DomainError `invalid_input` at the number, of one outside its days
 */
export async function findExcess(
  tx: Tx,
  ctx: OpContext,
  { organisationId, number, line }: Asked,
): Promise<OverPurchaseOrder | null> {
  if (!number) return null
  for (const row of await lockByNumbers(tx, organisationId, [number])) {
    const answer = await fitsUnder(tx, row, [line], ctx.now)
    if (answer.outcome === 'over') return answer.over
    if (answer.outcome !== 'fits') throw refuse({ reason: `purchase_order_${answer.outcome}` })
  }
  return null
}

/**
 * Refuses a line that exceeds its purchase order, for actions that cannot be held: the user retries a failed
 * resource later.
 *
 * @throws DomainError `invalid_input` at the number, with the excess in euros; without it for a member who
 * sees only some projects, since it reveals the others' use
 */
export async function assertWithinPurchaseOrder(tx: Tx, ctx: OpContext, asked: Asked): Promise<void> {
  const over = await findExcess(tx, ctx, asked)
  if (!over) return
  if (await isNarrowed(tx)) throw refuse({ reason: 'purchase_order_over_others', number: over.number })
  const overCents = BigInt(over.committedCents) + BigInt(over.orderCents) - BigInt(over.ceilingCents)
  throw refuse({ reason: 'purchase_order_over', number: over.number, over: roundUpToWholeEuros(overCents) })
}
