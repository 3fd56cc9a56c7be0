import { type Tx, withStaff } from '~/db/client'
import { addNotice, authorizeStaff } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { decideCaseIn } from '~/lib/moderation'
import { routes } from '~/lib/routes'
import { isBuyerActive } from '../holds/queries/holds'
import { confirmReferences } from './queries/acceptance'

type Decision = { caseId: Id<'moderationCase'>; decision: 'accepted' | 'refused'; reason: string }

/**
 * Records a moderator's decision about an order or quote that no rule accepted; the worker carries it out
 * within seconds.
 *
 * @throws DomainError `not_found`, `conflict` (decided meanwhile), `state_forbids` (`buyer_suspended`)
 */
export async function decideHeld(ctx: OpContext, decision: Decision): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  await withStaff(ctx, async (tx) => {
    const { subjectId, organisationId, summary } = await decideCaseIn(tx, ctx, decision, ['order', 'quote'])
    // An expired order cannot be decided, whether or not the sweep has run.
    if (summary.expiresAt && new Date(summary.expiresAt) <= ctx.now)
      throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    const orderId = toId('order', subjectId)
    if (decision.decision === 'accepted' && !(await isBuyerActive(tx, organisationId)))
      throw new DomainError('state_forbids', { params: { reason: 'buyer_suspended' } })
    await enqueue(tx, 'settle_moderation', { orderId }, `moderation:${orderId}`)
  })
}

/**
 * A moderator confirms references that no directory could check; the person who ordered sees the result.
 *
 * @throws DomainError `not_found`, `conflict`, `state_forbids` for a refusal: the moderator asks the buyer
 * instead
 */
export async function decideReferences(ctx: OpContext, decision: Decision): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  if (decision.decision === 'refused')
    throw new DomainError('state_forbids', { params: { reason: 'references_are_asked' } })
  await withStaff(ctx, async (tx) => {
    const { subjectId, organisationId, summary } = await decideCaseIn(tx, ctx, decision, ['references'])
    await confirmReferences(tx, toId('order', subjectId))
    await notifyReferencesConfirmed(tx, ctx, { organisationId, subjectId, number: summary.number ?? '' })
  })
}

type Confirmed = { organisationId: Id<'organisation'>; subjectId: string; number: string }

async function notifyReferencesConfirmed(
  tx: Tx,
  ctx: OpContext,
  { organisationId, subjectId, number }: Confirmed,
) {
  const href = routes.org.orderDetail(organisationId, subjectId)
  await addNotice(tx, ctx, { organisationId, kind: 'references_confirmed', params: { number }, href })
}
