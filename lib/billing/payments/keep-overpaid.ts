import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { cardPaymentMoney } from '../cards/card-money'
import { lockCardPayment } from '../cards/queries/cards'
import { findIssuedAt } from '../queries/documents'
import { lockSettled } from '../queries/open-documents'
import { type CreditRow, listNetPayments, lockMovement } from './queries/movements'
import { applyParts, auditParts, type Money, moneyOf, type Part } from './settle-movement'

/**
 * In `tx`, which has locked settling: the amount paid beyond what credit notes left of an invoice becomes customer
 * credit from today on, the latest money first. Idempotent.
 */
export async function keepOverpaid(
  tx: Tx,
  ctx: OpContext,
  documentId: Id<'invoice'>,
  creditNoteId: Id<'invoice'>,
): Promise<void> {
  const [document] = await lockSettled(tx, [documentId])
  if (!document) return
  const { organisationId, paidCents, creditedCents, grossCents } = document
  let overpaid = lesser(paidCents + creditedCents - grossCents, paidCents)
  for (const paid of await listNetPayments(tx, documentId)) {
    if (overpaid <= 0n) return
    const money = await lockMoney(tx, paid)
    if (!money) continue
    const cents = lesser(overpaid, paid.cents)
    const source = { organisationId, ...(paid.directDebitId && { directDebitId: paid.directDebitId }) }
    const parts: Part[] = [
      { ...source, documentId, cents: -cents },
      { ...source, documentId: null, cents },
    ]
    // It counts as paid until today, for interest and platform reports.
    await applyParts(
      tx,
      ctx,
      { ...money, occurredOn: parisDay(ctx.now) },
      parts,
      null,
      await findIssuedAt(tx, creditNoteId),
    )
    await auditParts(tx, ctx, 'payment.kept', money, parts)
    overpaid -= cents
  }
}

/** Locks the movement or card payment. */
export async function lockMoney(
  tx: Tx,
  { movementId, cardPaymentId }: Pick<CreditRow, 'movementId' | 'cardPaymentId'>,
): Promise<Money | null> {
  const movement = movementId && (await lockMovement(tx, movementId))
  if (movement) return moneyOf(movement)
  const payment = cardPaymentId && (await lockCardPayment(tx, cardPaymentId))
  return payment?.paidOn ? cardPaymentMoney(payment, payment.paidOn) : null
}

const lesser = (one: bigint, other: bigint) => (one < other ? one : other)
