import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { OpContext } from '~/lib/kernel/op-context'
import { accounts } from '../ledger/accounts'
import { postTransaction } from '../ledger/post-transaction'
import { type MovementRow, updateMovement } from '../payments/queries/movements'
import { lockUnsettledRefunds, updateCardRefund } from './queries/card-refunds'
import { lockUnsettledPayouts, updateCardPayment } from './queries/cards'

/**
 * In `tx`, which has locked the movement and settling: settles the movement when it equals, to the cent, a payout of
 * the provider (payments less refunds and fees) and posts the fees as a charge. The movement is negative when refunds
 * exceed payments. Returns whether it was a payout.
 */
export async function settleCardPayout(tx: Tx, ctx: OpContext, movement: MovementRow): Promise<boolean> {
  const references = [movement.batchReference, movement.endToEndId, ...wordsOf(movement.text)]
  const named = references.filter((each): each is string => each !== null)
  const payments = await lockUnsettledPayouts(tx, movement.sellingEntityId, named)
  const refunds = await lockUnsettledRefunds(tx, movement.sellingEntityId, named)
  const sum = (rows: readonly { cents: bigint }[]) => rows.reduce((total, { cents }) => total + cents, 0n)
  const feeCents = [...payments, ...refunds].reduce((total, each) => total + (each.feeCents ?? 0n), 0n)
  const heldCents = sum(payments) - sum(refunds)
  // The sum is incomplete until every payment of the payout has been polled.
  if (payments.length + refunds.length === 0 || heldCents - feeCents !== movement.cents) return false
  const payoutReference = (payments[0] ?? refunds[0])?.payoutReference ?? ''
  await postTransaction(tx, ctx.now, {
    sellingEntityId: movement.sellingEntityId,
    organisationId: null,
    kind: 'card_payout',
    paymentId: movement.id,
    pieceReference: movement.id,
    label: `Versement cartes ${payoutReference}`,
    occurredOn: movement.bookedOn,
    postings: [
      { account: accounts.bank, ...debitOrCredit(movement.cents) },
      { account: accounts.bankFees, ...debitOrCredit(feeCents) },
      { account: accounts.cards, ...debitOrCredit(-heldCents) },
    ].filter((posting) => !('debitCents' in posting && posting.debitCents === 0n)),
  })
  for (const { id } of payments)
    await updateCardPayment(tx, id, { payoutMovementId: movement.id, changedAt: ctx.now })
  for (const { id } of refunds)
    await updateCardRefund(tx, id, { payoutMovementId: movement.id, changedAt: ctx.now })
  await updateMovement(tx, movement.id, { state: 'matched', rule: 'card_payout', decidedAt: ctx.now })
  await recordAudit(tx, ctx, 'card_payout.received', {
    organisationId: null,
    kind: 'movement',
    id: movement.id,
    details: {
      reference: payoutReference,
      payments: payments.length,
      refunds: refunds.length,
      feeCents: `${feeCents}`,
    },
  })
  return true
}

const debitOrCredit = (cents: bigint) => (cents < 0n ? { creditCents: -cents } : { debitCents: cents })

const wordsOf = (text: string) => text.split(/[\s/,;:]+/).filter((word) => /^[A-Z0-9-]{8,35}$/.test(word))
