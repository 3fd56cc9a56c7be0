import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, authorizeApproval, requireActive, rolesAllowing } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import type { DecideOrderInput, OrderParams } from '../schema'
import { advanceHold } from './advance-hold'
import { awaitsApprovalOf, findFreeDelegator } from './decision-rules'
import { dropOrder } from './end-hold'
import { type HeldOrder, requireHeldForUpdate } from './lock-held'
import { spendApprovalLinks } from './queries/approval-links'
import { listDecisionsOf } from './queries/decidable'
import * as queries from './queries/holds'
import type { ReleaseOutcome } from './release-order'

/**
 * One person approves the order as they saw it, or refuses it. A refusal ends it. Once enough different people
 * have approved, it is carried out, unless it waits for something else or an obstacle postpones it. While an
 * obstacle stops it, approvers may still refuse it, including those who approved it.
 *
 * @throws DomainError `not_found`, `forbidden` (with `own_order`), `conflict` when the content changed or a
 * decision was made meanwhile (`decided_meanwhile`), `state_forbids` (`no_decision_awaited`) when it waits for
 * no such decision, `already_exists` for a second decision of the same person, `invalid_input` for a refusal
 * without a reason
 */
export async function decideOrder(
  ctx: OpContext,
  input: DecideOrderInput,
): Promise<{ outcome: ReleaseOutcome | 'refused' | 'waits' }> {
  authorize(ctx, 'order:read')
  requireActive(ctx)
  const { actor } = ctx
  invariant(actor.kind === 'account', 'authorize lets accounts pass only')
  if (input.decision === 'refused' && input.reason === '')
    throw new DomainError('invalid_input', { field: 'reason', params: { reason: 'reason_needed' } })
  const decide = async (tx: Tx, organisationId: Id<'organisation'>) => {
    const found = await requireHeldForUpdate(tx, input.orderId)
    const onBehalfOf = await findRepresentedApprover(tx, ctx, found)
    const { reasons } = found.held
    const isObstructed = reasons.includes('obstacle')
    // A quote is approved by its signature; its possible signers may refuse it here.
    const isDecidable =
      reasons.includes('approval') ||
      (input.decision === 'refused' && (reasons.includes('quote') || isObstructed))
    // An expired order can no longer be decided, whether or not the sweep has run.
    if (!isDecidable || found.held.expiresAt <= ctx.now)
      throw new DomainError('state_forbids', { params: { reason: 'no_decision_awaited' } })
    if (found.held.contentHash !== input.contentHash) throw new DomainError('conflict')
    const decisions = await queries.listDecisions(tx, found.order.id)
    const hasDecided = decisions.some(
      ({ decision }) => decision.accountId === actor.accountId || decision.onBehalfOfAccountId === onBehalfOf,
    )
    if (hasDecided && !isObstructed) throw new DomainError('already_exists')
    const isNew = await queries.insertDecision(tx, {
      id: newId('approvalDecision', ctx.now.getTime()),
      organisationId,
      orderId: found.order.id,
      accountId: actor.accountId,
      onBehalfOfAccountId: onBehalfOf,
      decision: input.decision,
      reason: input.reason,
      contentHash: input.contentHash,
      decidedAt: ctx.now,
    })
    if (!isNew) throw new DomainError('already_exists')
    await spendApprovalLinks(tx, found.order.id, ctx.now, actor.accountId)
    await recordAudit(
      tx,
      ctx,
      input.decision === 'approved' ? 'order.approval_given' : 'order.approval_refused',
      {
        organisationId,
        kind: 'order',
        id: found.order.id,
        details: {
          number: found.order.number,
          contentHash: input.contentHash,
          ...(onBehalfOf === actor.accountId ? {} : { onBehalfOf }),
          ...(input.reason ? { reason: input.reason } : {}),
        },
      },
    )
    if (input.decision === 'refused') {
      await dropOrder(tx, ctx, found, 'refused', input.reason)
      return { outcome: 'refused' as const }
    }
    return { outcome: await advanceHold(tx, ctx, found, 'approval') }
  }
  return retryConflicts(() => withOrganisation(ctx, decide))
}

/**
 * The approver this person decides for: themselves, or an approver who delegated to them for today; never the
 * person who placed the order.
 */
export async function findRepresentedApprover(
  tx: Tx,
  ctx: OpContext,
  { order, held }: HeldOrder,
): Promise<Id<'account'>> {
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const { accountId } = ctx.actor
  try {
    await authorizeApproval(tx, ctx, order)
    return accountId
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'forbidden') throw error
    if (order.placedByAccountId === accountId) throw error
    const day = parisDay(ctx.now)
    const roles = rolesAllowing('order:approve')
    const delegators = await queries.listDelegators(tx, order.organisationId, accountId, day, roles)
    const facts = { placedBy: order.placedByAccountId, reasons: held.reasons }
    const free = findFreeDelegator(facts, delegators, await listDecisionsOf(tx, [order.id]))
    if (!free) throw error
    return free
  }
}

/** Whether this person could decide about the order now; the page then offers it. */
export async function mayDecide(tx: Tx, ctx: OpContext, found: HeldOrder): Promise<boolean> {
  if (ctx.actor.kind !== 'account') return false
  const decisions = await listDecisionsOf(tx, [found.order.id])
  return awaitsApprovalOf(ctx.actor.accountId, found.held.reasons, decisions) && hasApproval(tx, ctx, found)
}

/** Whether this person could refuse the order now: as a decider, or while an obstacle stops it. */
export async function mayRefuse(tx: Tx, ctx: OpContext, found: HeldOrder): Promise<boolean> {
  return found.held.reasons.includes('obstacle') ? hasApproval(tx, ctx, found) : mayDecide(tx, ctx, found)
}

async function hasApproval(tx: Tx, ctx: OpContext, found: HeldOrder): Promise<boolean> {
  if (ctx.actor.kind !== 'account') return false
  try {
    await findRepresentedApprover(tx, ctx, found)
    return true
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}

/**
 * The person who placed a waiting order, or an owner, withdraws it.
 *
 * @throws DomainError `not_found`, `forbidden`, `conflict` (`decided_meanwhile`)
 */
export async function withdrawOrder(ctx: OpContext, input: OrderParams): Promise<void> {
  authorize(ctx, 'order:place')
  const withdraw = async (tx: Tx) => {
    const found = await requireHeldForUpdate(tx, input.id)
    const isOwn = ctx.actor.kind === 'account' && ctx.actor.accountId === found.order.placedByAccountId
    if (!isOwn && ctx.membership?.role !== 'owner') throw new DomainError('forbidden')
    await dropOrder(tx, ctx, found, 'withdrawn')
  }
  await retryConflicts(() => withOrganisation(ctx, withdraw))
}
