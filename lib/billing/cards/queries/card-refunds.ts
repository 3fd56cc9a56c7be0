import { and, asc, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { cardPayments, cardRefunds } from '~/db/schema/billing/cards'
import { billingDocuments } from '~/db/schema/billing/documents'
import { staffAccounts } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type CardRefundRow = typeof cardRefunds.$inferSelect

export async function insertCardRefund(tx: Tx, row: typeof cardRefunds.$inferInsert): Promise<void> {
  await tx.insert(cardRefunds).values(row)
}

export async function lockCardRefund(tx: Tx, id: Id<'cardRefund'>): Promise<CardRefundRow | null> {
  const [row] = await tx.select().from(cardRefunds).where(eq(cardRefunds.id, id)).for('update')
  return row ?? null
}

export async function updateCardRefund(
  tx: Tx,
  id: Id<'cardRefund'>,
  set: Partial<CardRefundRow>,
): Promise<void> {
  await tx.update(cardRefunds).set(set).where(eq(cardRefunds.id, id))
}

export async function listRefundsOfPayment(tx: Tx, id: Id<'cardPayment'>): Promise<CardRefundRow[]> {
  return tx.select().from(cardRefunds).where(eq(cardRefunds.cardPaymentId, id)).orderBy(asc(cardRefunds.id))
}

/**
 * Sum of the refunds of this invoice, made or pending, over all its card payments; rejected and failed ones excluded.
 */
export async function sumRefundsOfDocument(tx: Tx, documentId: Id<'invoice'>): Promise<bigint> {
  const [row] = await tx
    .select({ cents: sql<string>`coalesce(sum(${cardRefunds.cents}), 0)::text` })
    .from(cardRefunds)
    .innerJoin(cardPayments, eq(cardPayments.id, cardRefunds.cardPaymentId))
    .where(
      and(
        eq(cardPayments.documentId, documentId),
        inArray(cardRefunds.state, ['proposed', 'agreed', 'refunded']),
      ),
    )
  return BigInt(row?.cents ?? 0)
}

/** Leases refunds that are due, until `leasedUntil`. */
export async function leaseDueCardRefunds(
  tx: Tx,
  now: Date,
  leasedUntil: Date,
  limit: number,
): Promise<CardRefundRow[]> {
  const due = tx
    .select({ id: cardRefunds.id })
    .from(cardRefunds)
    .where(lte(cardRefunds.nextLookAt, now))
    .orderBy(asc(cardRefunds.nextLookAt))
    .limit(limit)
    .for('update', { skipLocked: true })
  return tx
    .update(cardRefunds)
    .set({ nextLookAt: leasedUntil })
    .where(inArray(cardRefunds.id, due))
    .returning()
}

/** Writes the result of a poll, unless an earlier poll was requested in the meantime. */
export async function updateLeasedCardRefund(
  tx: Tx,
  id: Id<'cardRefund'>,
  leasedUntil: Date,
  set: Partial<CardRefundRow>,
): Promise<void> {
  await tx
    .update(cardRefunds)
    .set(set)
    .where(and(eq(cardRefunds.id, id), eq(cardRefunds.nextLookAt, leasedUntil)))
}

/** Amounts of a card payment that are still allocated, to an invoice or as customer credit; latest allocation first. */
export async function listAllocatedOfCard(
  tx: Tx,
  id: Id<'cardPayment'>,
): Promise<{ documentId: Id<'invoice'> | null; cents: bigint }[]> {
  const rows = await tx.execute<{ documentId: Id<'invoice'> | null; cents: string }>(sql`
    select document_id as "documentId", sum(cents)::text as cents from payment_allocations
    where card_payment_id = ${id} group by document_id having sum(cents) > 0
    order by max(created_at) desc, document_id`)
  return rows.map((row) => ({ ...row, cents: BigInt(row.cents) }))
}

/** Locks the refunds deducted from one of these payouts, if its movement has not been settled yet. */
export async function lockUnsettledRefunds(
  tx: Tx,
  sellingEntityId: Id<'sellingEntity'>,
  references: readonly string[],
): Promise<CardRefundRow[]> {
  if (references.length === 0) return []
  return tx
    .select()
    .from(cardRefunds)
    .where(
      and(
        eq(cardRefunds.sellingEntityId, sellingEntityId),
        inArray(cardRefunds.payoutReference, [...references]),
        isNull(cardRefunds.payoutMovementId),
      ),
    )
    .orderBy(asc(cardRefunds.id))
    .for('update')
}

/** Refunds of all customers: those waiting for a decision first, then the latest. */
export async function listCardRefunds(tx: Tx, limit: number) {
  return tx
    .select({
      refund: cardRefunds,
      documentId: cardPayments.documentId,
      number: billingDocuments.number,
      proposedBy: staffAccounts.fullName,
    })
    .from(cardRefunds)
    .innerJoin(cardPayments, eq(cardPayments.id, cardRefunds.cardPaymentId))
    .innerJoin(billingDocuments, eq(billingDocuments.id, cardPayments.documentId))
    .innerJoin(staffAccounts, eq(staffAccounts.id, cardRefunds.proposedByStaffId))
    .orderBy(desc(sql`${cardRefunds.state} = 'proposed'`), desc(cardRefunds.proposedAt), desc(cardRefunds.id))
    .limit(limit)
}

/** The refundable amount of each payment, at most: paid less refunded or pending. */
export async function listRefundedCents(
  tx: Tx,
  ids: readonly Id<'cardPayment'>[],
): Promise<Map<Id<'cardPayment'>, bigint>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: cardRefunds.cardPaymentId, cents: sql<string>`sum(${cardRefunds.cents})::text` })
    .from(cardRefunds)
    .where(
      and(
        inArray(cardRefunds.cardPaymentId, [...ids]),
        inArray(cardRefunds.state, ['proposed', 'agreed', 'refunded']),
      ),
    )
    .groupBy(cardRefunds.cardPaymentId)
  return new Map(rows.map(({ id, cents }) => [id, BigInt(cents)]))
}
