import { and, asc, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { cardPayments, cardProviders } from '~/db/schema/billing/cards'
import { billingDocuments } from '~/db/schema/billing/documents'
import { bankMovements } from '~/db/schema/billing/payments'
import { organisations } from '~/db/schema/identity/identity'
import { sellingEntities } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'
import type { MovementRow } from '../../payments/queries/movements'

export type CardPaymentRow = typeof cardPayments.$inferSelect

/** The card provider of a seller, on or off; by default of the seller that issues invoices now. */
export async function findCardProvider(tx: Tx, sellingEntityId: Id<'sellingEntity'> | null = null) {
  const [row] = await tx
    .select({
      sellingEntityId: cardProviders.sellingEntityId,
      baseUrl: cardProviders.baseUrl,
      secretSealed: cardProviders.secretSealed,
      isOn: cardProviders.isOn,
      updatedAt: cardProviders.updatedAt,
    })
    .from(cardProviders)
    .innerJoin(sellingEntities, eq(sellingEntities.id, cardProviders.sellingEntityId))
    .where(sellingEntityId ? eq(sellingEntities.id, sellingEntityId) : eq(sellingEntities.isDefault, true))
  return row ?? null
}

/**
 * Locks the card provider of the seller that issues invoices now: it cannot be set or switched until the transaction
 * ends.
 */
export async function lockCardProvider(tx: Tx) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('card provider', 0))`)
  return findCardProvider(tx)
}

export async function switchCardProvider(
  tx: Tx,
  sellingEntityId: Id<'sellingEntity'>,
  set: { isOn: boolean; updatedAt: Date },
): Promise<void> {
  await tx.update(cardProviders).set(set).where(eq(cardProviders.sellingEntityId, sellingEntityId))
}

/** Serialises the starts of card payments of one invoice until the transaction ends: ten clicks start one. */
export async function lockCardDocument(tx: Tx, documentId: Id<'invoice'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('card ' || ${documentId}, 0))`)
}

/** The latest card payment attempt of this invoice. */
export async function findLatestCardPayment(
  tx: Tx,
  documentId: Id<'invoice'>,
): Promise<CardPaymentRow | null> {
  const [row] = await tx
    .select()
    .from(cardPayments)
    .where(eq(cardPayments.documentId, documentId))
    .orderBy(desc(cardPayments.askedAt), desc(cardPayments.id))
    .limit(1)
  return row ?? null
}

type NewCardPayment = Pick<
  CardPaymentRow,
  | 'id'
  | 'organisationId'
  | 'documentId'
  | 'sellingEntityId'
  | 'cents'
  | 'askedByAccountId'
  | 'askedAt'
  | 'nextLookAt'
>

/** Names each column: the portal's role may insert no other. */
export async function insertCardPayment(tx: Tx, row: NewCardPayment): Promise<void> {
  await tx.execute(sql`
    insert into card_payments (id, organisation_id, document_id, selling_entity_id, cents, state, asked_by_account_id, asked_at, next_look_at, changed_at)
    values (${row.id}, ${row.organisationId}, ${row.documentId}, ${row.sellingEntityId}, ${row.cents}::bigint, 'asked',
      ${row.askedByAccountId}, ${row.askedAt.toISOString()}, ${row.nextLookAt?.toISOString() ?? null}, ${row.askedAt.toISOString()})`)
}

/** Stores the page created by the provider, unless the payment has changed state in the meantime. */
export async function openCardPayment(
  tx: Tx,
  id: Id<'cardPayment'>,
  set: Pick<CardPaymentRow, 'pageUrl' | 'changedAt'>,
): Promise<void> {
  await tx
    .update(cardPayments)
    .set({ ...set, state: 'open' })
    .where(and(eq(cardPayments.id, id), eq(cardPayments.state, 'asked')))
}

/** Makes the payment named by a notice due at `at`, when the amount matches; returns what the notice was about. */
export async function applyCardNotice(
  tx: Tx,
  notice: { id: string; cents: bigint; at: Date },
): Promise<'unknown' | 'amount' | 'noted'> {
  const [row] = await tx.execute<{ outcome: 'unknown' | 'amount' | 'noted' }>(
    sql`select app.note_card_notice(${notice.id}, ${notice.cents}::bigint, ${notice.at.toISOString()}) as outcome`,
  )
  return row?.outcome ?? 'unknown'
}

/** Leases payments that are due for a poll, until `leasedUntil`. */
export async function leaseDueCardPayments(
  tx: Tx,
  now: Date,
  leasedUntil: Date,
  limit: number,
): Promise<CardPaymentRow[]> {
  const due = tx
    .select({ id: cardPayments.id })
    .from(cardPayments)
    .where(lte(cardPayments.nextLookAt, now))
    .orderBy(asc(cardPayments.nextLookAt))
    .limit(limit)
    .for('update', { skipLocked: true })
  return tx
    .update(cardPayments)
    .set({ nextLookAt: leasedUntil })
    .where(inArray(cardPayments.id, due))
    .returning()
}

/** Locks a card payment until the transaction ends. */
export async function lockCardPayment(tx: Tx, id: Id<'cardPayment'>): Promise<CardPaymentRow | null> {
  const [row] = await tx.select().from(cardPayments).where(eq(cardPayments.id, id)).for('update')
  return row ?? null
}

/** Writes the result of a poll, unless an earlier poll was requested in the meantime. */
export async function updateLeasedCardPayment(
  tx: Tx,
  id: Id<'cardPayment'>,
  leasedUntil: Date,
  set: Partial<CardPaymentRow>,
): Promise<void> {
  await tx
    .update(cardPayments)
    .set(set)
    .where(and(eq(cardPayments.id, id), eq(cardPayments.nextLookAt, leasedUntil)))
}

export async function updateCardPayment(
  tx: Tx,
  id: Id<'cardPayment'>,
  set: Partial<CardPaymentRow>,
): Promise<void> {
  await tx.update(cardPayments).set(set).where(eq(cardPayments.id, id))
}

/** Locks the payments of one of these payouts, if its movement has not been settled yet. */
export async function lockUnsettledPayouts(
  tx: Tx,
  sellingEntityId: Id<'sellingEntity'>,
  references: readonly string[],
): Promise<CardPaymentRow[]> {
  if (references.length === 0) return []
  return tx
    .select()
    .from(cardPayments)
    .where(
      and(
        eq(cardPayments.sellingEntityId, sellingEntityId),
        inArray(cardPayments.payoutReference, [...references]),
        isNull(cardPayments.payoutMovementId),
      ),
    )
    .orderBy(asc(cardPayments.id))
    .for('update')
}

/** Movements waiting for staff that name a payout not settled yet. */
export async function listMovementsOfPayouts(tx: Tx): Promise<MovementRow[]> {
  return tx
    .select()
    .from(bankMovements)
    .where(
      and(
        eq(bankMovements.state, 'to_confirm'),
        sql`exists (select 1 from (
            select payout_reference, payout_movement_id from card_payments where payout_reference is not null
            union all select payout_reference, payout_movement_id from card_refunds where payout_reference is not null
          ) p where p.payout_movement_id is null and position(p.payout_reference in concat_ws(' ', ${bankMovements.batchReference}, ${bankMovements.endToEndId}, ${bankMovements.text})) > 0)`,
      ),
    )
    .orderBy(asc(bankMovements.id))
}

/** Card payment attempts of all customers, latest first. */
export async function listCardPayments(tx: Tx, limit: number) {
  return tx
    .select({
      payment: cardPayments,
      number: billingDocuments.number,
      customer: organisations.legalName,
      passedOn: bankMovements.bookedOn,
    })
    .from(cardPayments)
    .innerJoin(billingDocuments, eq(billingDocuments.id, cardPayments.documentId))
    .innerJoin(organisations, eq(organisations.id, cardPayments.organisationId))
    .leftJoin(bankMovements, eq(bankMovements.id, cardPayments.payoutMovementId))
    .orderBy(desc(cardPayments.askedAt), desc(cardPayments.id))
    .limit(limit)
}
