import type { Tx } from '~/db/client'
import { type AuditEventName, recordAudit } from '~/lib/audit'
import { returnPromotions } from '~/lib/catalogue'
import type { OpContext } from '~/lib/kernel/op-context'
import { closeCase } from '~/lib/moderation'
import { initialOrderState } from '../orders/order-state'
import { setFailure } from '../queries/changes'
import { decidedMeanwhile, type HeldOrder } from './lock-held'
import { type HoldEnd, notifyOrderer } from './notify'
import { spendApprovalLinks } from './queries/approval-links'
import * as queries from './queries/holds'

/**
 * Ends the order without carrying it out and releases its capacity. @throws DomainError `conflict` when it is
 * no longer held
 */
export async function dropOrder(
  tx: Tx,
  ctx: OpContext,
  held: HeldOrder,
  how: Exclude<HoldEnd, 'released'>,
  reason = '',
): Promise<void> {
  const state = how === 'expired' ? 'expired' : 'voided'
  await queries.callEndHold(tx, held.order.organisationId, held.held.resourceIds, state, ctx.now)
  await returnPromotions(tx, held.order.organisationId, held.order.id)
  await endHold(tx, ctx, held, how, reason)
}

/**
 * Expires the order: no decision came in time, or the obstacle of an approved order persisted, which its page
 * then shows.
 *
 * @throws DomainError `conflict` when it is no longer held
 */
export async function expireOrder(tx: Tx, ctx: OpContext, held: HeldOrder): Promise<void> {
  if (held.held.obstacle)
    await setFailure(tx, held.order.id, { code: 'state_forbids', params: { reason: 'obstacle_lasted' } })
  await dropOrder(tx, ctx, held, 'expired')
}

const eventOf = {
  released: 'order.released',
  refused: 'order.refused',
  impossible: 'order.refused',
  expired: 'order.expired',
  withdrawn: 'order.withdrawn',
} as const satisfies Record<HoldEnd, AuditEventName>

const caseEnd = {
  released: 'accepted',
  refused: 'withdrawn',
  impossible: 'withdrawn',
  expired: 'expired',
  withdrawn: 'withdrawn',
} as const satisfies Record<HoldEnd, string>

/** Removes the hold of the order. @throws DomainError `conflict` when it was not held */
export async function endHold(
  tx: Tx,
  ctx: OpContext,
  { order, held }: HeldOrder,
  how: HoldEnd,
  reason = '',
): Promise<void> {
  const kinds = held.plan.flatMap((line) => line.resources.map(({ kind }) => kind))
  const state = how === 'released' ? initialOrderState(kinds) : how === 'impossible' ? 'refused' : how
  if (!(await queries.deleteHeld(tx, order.id))) throw decidedMeanwhile()
  await spendApprovalLinks(tx, order.id, ctx.now)
  await queries.setOrderState(tx, order.id, state, state === 'accepted' ? null : ctx.now)
  // No more decisions are possible; the references of an order that is carried out are still reviewed.
  const decided = how === 'released' ? (['order', 'quote'] as const) : undefined
  await closeCase(tx, ctx, order.id, caseEnd[how], decided)
  await recordAudit(tx, ctx, eventOf[how], {
    organisationId: order.organisationId,
    kind: 'order',
    id: order.id,
    details: { number: order.number, heldFor: held.reasons, ...(reason ? { reason } : {}) },
  })
  await notifyOrderer(tx, ctx, order, how === 'expired' && held.obstacle ? 'lapsed' : how, reason)
}
