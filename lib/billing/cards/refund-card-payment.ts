import type { z } from 'zod'
import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireAnotherPerson, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { mailSecondApprovers } from '../changes/mail-second-approvers'
import { listCredits, lockSettling } from '../payments/queries/movements'
import { findSeller } from '../queries/subjects'
import {
  insertCardRefund,
  listAllocatedOfCard,
  listRefundsOfPayment,
  lockCardRefund,
  sumRefundsOfDocument,
  updateCardRefund,
} from './queries/card-refunds'
import { type CardPaymentRow, lockCardPayment } from './queries/cards'
import type { decideCardRefundInput, refundCardPaymentInput } from './schema'

/**
 * Refunds an amount of a card payment through its provider. From the seller's limit on, the refund waits for a second
 * approver; earlier refunds of the same invoice count, so that splitting an amount does not avoid the limit. Only one
 * refund of a payment is pending at a time.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `state_forbids` (`card_not_paid`, `refund_open`),
 * `invalid_input` (`refund_too_much`, at `amount`)
 */
export async function refundCardPayment(
  ctx: OpContext,
  { cardPaymentId, amount, reason }: z.output<typeof refundCardPaymentInput>,
): Promise<{ state: 'agreed' | 'proposed' }> {
  const staffId = authorizeStaff(ctx, 'billing:credit')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    await lockSettling(tx)
    const payment = await lockCardPayment(tx, cardPaymentId)
    const seller = await findSeller(tx)
    if (!payment || !seller) throw new DomainError('not_found')
    if (payment.state !== 'paid')
      throw new DomainError('state_forbids', { params: { reason: 'card_not_paid' } })
    const earlier = await listRefundsOfPayment(tx, payment.id)
    if (earlier.some(({ state }) => state === 'proposed' || state === 'agreed'))
      throw new DomainError('state_forbids', { params: { reason: 'refund_open' } })
    if (amount > (await refundableCents(tx, payment)))
      throw new DomainError('invalid_input', { field: 'amount', params: { reason: 'refund_too_much' } })
    const given = await sumRefundsOfDocument(tx, payment.documentId)
    const state = given + amount >= seller.billing.fourEyesFromCents ? 'proposed' : 'agreed'
    const id = newId('cardRefund', ctx.now.getTime())
    const { organisationId, sellingEntityId } = payment
    await insertCardRefund(tx, {
      id,
      organisationId,
      cardPaymentId,
      sellingEntityId,
      cents: amount,
      reason,
      state,
      proposedByStaffId: staffId,
      proposedAt: ctx.now,
      nextLookAt: state === 'agreed' ? ctx.now : null,
      changedAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'card_refund.proposed', {
      organisationId,
      kind: 'invoice',
      id: payment.documentId,
      details: { cardPaymentId, cents: `${amount}`, reason },
    })
    if (state === 'proposed') await mailSecondApprovers(tx, staffId, { subject: 'card_refund' })
    return { state }
  })
}

/** The refundable amount of the payment; of kept credit, at most what has not been paid back by another way. */
async function refundableCents(tx: Tx, payment: CardPaymentRow): Promise<bigint> {
  const standing = await listAllocatedOfCard(tx, payment.id)
  const credits = await listCredits(tx, payment.organisationId)
  const kept = credits.find(({ cardPaymentId }) => cardPaymentId === payment.id)?.cents ?? 0n
  return standing.reduce((sum, { documentId, cents }) => sum + (documentId ? cents : 0n), kept)
}

/**
 * A second approver accepts a refund, which is then requested from the provider, or rejects it.
 *
 * @throws DomainError `not_found`, `proof_required`, `state_forbids` once it is decided, `forbidden` for its proposer
 */
export async function decideCardRefund(
  ctx: OpContext,
  { cardRefundId, decision }: z.output<typeof decideCardRefundInput>,
): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:credit')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const refund = await lockCardRefund(tx, cardRefundId)
    if (!refund) throw new DomainError('not_found')
    if (refund.state !== 'proposed') throw new DomainError('state_forbids')
    await requireAnotherPerson(tx, staffId, refund.proposedByStaffId)
    await updateCardRefund(tx, refund.id, {
      state: decision,
      decidedByStaffId: staffId,
      decidedAt: ctx.now,
      nextLookAt: decision === 'agreed' ? ctx.now : null,
      changedAt: ctx.now,
    })
    await recordAudit(tx, ctx, decision === 'agreed' ? 'card_refund.agreed' : 'card_refund.refused', {
      organisationId: refund.organisationId,
      kind: 'card_payment',
      id: refund.cardPaymentId,
      details: { cents: `${refund.cents}` },
    })
  })
}
