import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { releaseFittingOrders } from '../holds/release-fitting-orders'
import { findBuyerForUpdate } from '../queries/place'
import { changePurchaseOrder, findPurchaseOrderForUpdate, insertAmendment } from '../queries/purchase-orders'
import type { AmendPurchaseOrderInput } from './schema'
import { readPurchaseOrderUse } from './use'

/** Longer than any market runs. */
const daysMax = 3_660

/**
 * Sets the ceiling and last day; the previous ones are recorded. Orders that waited only for room under it are
 * carried out.
 *
 * @throws DomainError `not_found`, `invalid_input` for a ceiling below the use or a day in the past,
 * `organisation_not_active` when an order would be carried out for a suspended buyer
 */
export async function amendPurchaseOrder(
  ctx: OpContext,
  input: AmendPurchaseOrderInput,
): Promise<{ released: string[] }> {
  authorize(ctx, 'organisation:update')
  const { endsOn, ceiling: ceilingCents, reason } = input
  const refuse = (field: string, why: string) =>
    new DomainError('invalid_input', { field, params: { reason: why } })
  const amend = async (tx: Tx, organisationId: Id<'organisation'>) => {
    // Locked first, as orders and signatures do: both then lock purchase orders and held orders in other
    // sequences.
    await findBuyerForUpdate(tx, organisationId)
    const before = await findPurchaseOrderForUpdate(tx, input.purchaseOrderId)
    if (!before) throw new DomainError('not_found')
    if (before.ceilingCents === ceilingCents && before.endsOn === endsOn) throw refuse('ceiling', 'unchanged')
    if (ceilingCents === 0n) throw refuse('ceiling', 'amount_zero')
    if (endsOn < before.startsOn) throw refuse('endsOn', 'ends_before_start')
    if (endsOn !== before.endsOn && endsOn < parisDay(ctx.now)) throw refuse('endsOn', 'day_past')
    if (endsOn > addDays(before.startsOn, daysMax)) throw refuse('endsOn', 'lasts_too_long')
    const { usedCents } = await readPurchaseOrderUse(tx, { ...before, endsOn }, ctx.now)
    if (ceilingCents < usedCents) throw refuse('ceiling', 'ceiling_used')
    // Alerts start again for the new ceiling.
    await changePurchaseOrder(tx, before.id, { ceilingCents, endsOn, alertedPercent: 0 })
    await insertAmendment(tx, {
      id: newId('purchaseOrderAmendment', ctx.now.getTime()),
      organisationId,
      purchaseOrderId: before.id,
      ceilingBeforeCents: before.ceilingCents,
      ceilingCents,
      endsOnBefore: before.endsOn,
      endsOn,
      reason,
      accountId: ctx.actor.kind === 'account' ? ctx.actor.accountId : null,
      createdAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'purchase_order.amended', {
      organisationId,
      kind: 'purchase_order',
      id: before.id,
      details: {
        number: before.number,
        from: { ceilingCents: before.ceilingCents.toString(), endsOn: before.endsOn },
        to: { ceilingCents: ceilingCents.toString(), endsOn },
        reason,
      },
    })
    return { released: await releaseFittingOrders(tx, ctx, organisationId) }
  }
  return retryConflicts(() => withOrganisation(ctx, amend))
}
