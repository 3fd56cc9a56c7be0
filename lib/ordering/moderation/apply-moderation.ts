import { type Tx, withSystem } from '~/db/client'
import { addNotice, authorizeSystem } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readDecision } from '~/lib/moderation'
import { routes } from '~/lib/routes'
import { advanceHold } from '../holds/advance-hold'
import { dropOrder } from '../holds/end-hold'
import { findHeldForUpdate, type HeldOrder } from '../holds/lock-held'
import { isBuyerActive } from '../holds/queries/holds'
import { notifySigners } from '../quotes/notify-signers'
import { findQuoteOf } from '../quotes/queries/quotes'
import { setAcceptedBy } from './queries/acceptance'

/**
 * Carries out a moderator's decision about a held order: an accepted order no longer waits for the operator,
 * and is carried out when it waits for nothing else; a rejected one ends. An accepted quote goes to its
 * signers. Idempotent.
 */
export async function applyModeration(ctx: OpContext, { orderId }: { orderId: Id<'order'> }): Promise<void> {
  authorizeSystem(ctx)
  const apply = async (tx: Tx) => {
    const found = await findHeldForUpdate(tx, orderId)
    // Withdrawn, refused by an approver or expired meanwhile: nothing left to decide.
    if (!found?.held.reasons.includes('operator') || found.held.expiresAt <= ctx.now) return
    const decision = await readDecision(tx, orderId, ['order', 'quote'])
    if (decision?.outcome === 'refused') await dropOrder(tx, ctx, found, 'refused', decision.text)
    if (decision?.outcome !== 'accepted') return
    // Suspended since the decision: the order is not carried out, and must not stay held without a decider.
    if (!(await isBuyerActive(tx, found.order.organisationId))) return dropOrder(tx, ctx, found, 'expired')
    await setAcceptedBy(tx, orderId, 'moderator')
    await advanceHold(tx, ctx, found, 'operator')
    if (found.held.reasons.includes('quote')) await sendQuote(tx, ctx, found)
  }
  await retryConflicts(() => withSystem(ctx, apply))
}

/** Notifies its signers, and the person who made it that it is sent. */
async function sendQuote(tx: Tx, ctx: OpContext, { order }: HeldOrder): Promise<void> {
  const { organisationId, id: orderId } = order
  const quote = await findQuoteOf(tx, orderId)
  if (!quote) return
  await notifySigners(tx, ctx, { organisationId, orderId, quoteId: quote.id, ...quote })
  const href = routes.org.quote(organisationId, quote.id)
  await addNotice(tx, ctx, { organisationId, kind: 'quote_accepted', params: { number: quote.number }, href })
}
