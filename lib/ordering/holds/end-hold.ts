import { enterProject, type Tx } from '~/db/client'
import { spendApprovalLinks } from '~/db/queries/ordering/approval-links'
import { setFailure } from '~/db/queries/ordering/changes'
import * as queries from '~/db/queries/ordering/holds'
import type { OrderChange } from '~/db/schema/changes'
import { type AuditEventName, recordAudit } from '~/lib/audit'
import { returnPromotions } from '~/lib/catalogue'
import { closeCase } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { releaseChange } from '../changes/release-change'
import { writeResources } from '../write-resources'
import { decidedMeanwhile, type HeldOrder } from './lock-held'
import { type HoldEnd, tellOrderer } from './tell'

/**
 * The order is carried out as it was placed: its claims are its own, its resources and sagas exist.
 *
 * @throws DomainError `organisation_not_active`: whoever agrees to it may act, the buyer may have been suspended since;
 *   `conflict` when the order is no longer held
 */
export async function releaseOrder(
  tx: Tx,
  ctx: OpContext,
  { order, held }: HeldOrder,
): Promise<'released' | 'impossible'> {
  if (!(await queries.isBuyerActive(tx, order.organisationId)))
    throw new DomainError('organisation_not_active')
  if (order.change) return releaseHeldChange(tx, ctx, { order, held }, order.change)
  const kept = await queries.callKeepHold(tx, order.organisationId, held.resourceIds)
  invariant(kept === held.resourceIds.length, 'a held order holds the capacity of all it would be')
  await enterProject(tx, order.projectId)
  await writeResources(tx, ctx, order, held.plan)
  await end(tx, ctx, { order, held }, 'released', '')
  return 'released'
}

/** A change is checked anew as it is carried out; one that is no longer possible ends with the reason why. */
async function releaseHeldChange(
  tx: Tx,
  ctx: OpContext,
  found: HeldOrder,
  change: OrderChange,
): Promise<'released' | 'impossible'> {
  const order = { ...found.order, change }
  const refusal = await releaseChange(tx, ctx, order, (within) => end(within, ctx, found, 'released', ''))
  if (!refusal) return 'released'
  const { code, params } = refusal
  await setFailure(tx, order.id, { code, params })
  await dropOrder(tx, ctx, found, 'impossible', '')
  return 'impossible'
}

/** The order comes to nothing, and gives its capacity back. @throws DomainError `conflict` when it is no longer held */
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
  await end(tx, ctx, held, how, reason)
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

async function end(tx: Tx, ctx: OpContext, { order, held }: HeldOrder, how: HoldEnd, reason: string) {
  // An address is there as soon as it is given; everything else is on its way.
  const isThere = held.plan.every((line) => line.resources.every(({ kind }) => kind === 'address'))
  const state =
    how === 'released' ? (isThere ? 'delivered' : 'accepted') : how === 'impossible' ? 'refused' : how
  if (!(await queries.deleteHeld(tx, order.id))) throw decidedMeanwhile()
  await spendApprovalLinks(tx, order.id, ctx.now)
  await queries.setOrderState(tx, order.id, state, state === 'accepted' ? null : ctx.now)
  // Nobody decides any more; the references of an order that is carried out are still looked at.
  const decided = how === 'released' ? (['order', 'quote'] as const) : undefined
  await closeCase(tx, ctx, order.id, caseEnd[how], decided)
  await recordAudit(tx, ctx, eventOf[how], {
    organisationId: order.organisationId,
    kind: 'order',
    id: order.id,
    details: { number: order.number, heldFor: held.reasons, ...(reason ? { reason } : {}) },
  })
  await tellOrderer(tx, ctx, order, how, reason)
}
