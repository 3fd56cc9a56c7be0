import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { insertPurchaseOrder } from '../queries/purchase-orders'
import type { CreatePurchaseOrderInput } from './schema'
import { readPurchaseOrderUse } from './use'

/** Longer than any market runs. */
const daysMax = 3_660

/**
 * Orders with this number count against this ceiling from now on, and so does earlier use under it.
 *
 * @throws DomainError `already_exists`, `invalid_input` for days in the wrong order or in the past, or a
 * ceiling below the use
 */
export async function createPurchaseOrder(
  ctx: OpContext,
  input: CreatePurchaseOrderInput,
): Promise<{ purchaseOrderId: Id<'purchaseOrder'> }> {
  authorize(ctx, 'organisation:update')
  const { number, startsOn, endsOn, ceiling: ceilingCents } = input
  const refuse = (field: string, reason: string) =>
    new DomainError('invalid_input', { field, params: { reason } })
  if (ceilingCents === 0n) throw refuse('ceiling', 'amount_zero')
  if (endsOn < startsOn) throw refuse('endsOn', 'ends_before_start')
  if (endsOn < parisDay(ctx.now)) throw refuse('endsOn', 'day_past')
  if (endsOn > addDays(startsOn, daysMax)) throw refuse('endsOn', 'lasts_too_long')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const row = {
      id: newId('purchaseOrder', ctx.now.getTime()),
      organisationId,
      number,
      ceilingCents,
      startsOn,
      endsOn,
      alertedPercent: 0,
      createdByAccountId: ctx.actor.kind === 'account' ? ctx.actor.accountId : null,
      createdAt: ctx.now,
    }
    if (!(await insertPurchaseOrder(tx, row))) throw new DomainError('already_exists', { field: 'number' })
    const { usedCents } = await readPurchaseOrderUse(tx, row, ctx.now)
    if (usedCents > ceilingCents) throw refuse('ceiling', 'ceiling_used')
    await recordAudit(tx, ctx, 'purchase_order.created', {
      organisationId,
      kind: 'purchase_order',
      id: row.id,
      details: { number, ceilingCents: ceilingCents.toString(), startsOn, endsOn },
    })
    return { purchaseOrderId: row.id }
  })
}
