import { and, asc, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { cardPayments, cardProviders } from '~/db/schema/billing-cards'
import { billingDocuments } from '~/db/schema/billing-documents'
import { bankMovements } from '~/db/schema/billing-payments'
import { organisations } from '~/db/schema/identity'
import { sellingEntities } from '~/db/schema/ordering'
import type { Id } from '~/lib/kernel/ids'
import type { MovementRow } from '../../payments/queries/movements'

export type CardPaymentRow = typeof cardPayments.$inferSelect

/** The provider of a seller, on or off; of the one that issues invoices now, where none is named. */
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

/** That of the seller who issues invoices now, if there is one; nobody sets or switches any until the transaction ends. */
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

/** Held until the transaction ends by whoever begins a payment of this invoice: ten clicks begin one. */
export async function lockCardDocument(tx: Tx, documentId: Id<'invoice'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('card ' || ${documentId}, 0))`)
}

/** The latest attempt to pay this invoice by card. */
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

/** Column by column: the portal may write no other. */
export async function insertCardPayment(tx: Tx, row: NewCardPayment): Promise<void> {
  await tx.execute(sql`
    insert into card_payments (id, organisation_id, document_id, selling_entity_id, cents, state, asked_by_account_id, asked_at, next_look_at, changed_at)
    values (${row.id}, ${row.organisationId}, ${row.documentId}, ${row.sellingEntityId}, ${row.cents}::bigint, 'asked',
      ${row.askedByAccountId}, ${row.askedAt.toISOString()}, ${row.nextLookAt?.toISOString() ?? null}, ${row.askedAt.toISOString()})`)
}

/** The provider has a page for it; one that has moved on meanwhile stays as it is. */
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

/** What a notice of the provider was about; one that fits has the payment looked at from `at` on. */
export async function noteCardNotice(
  tx: Tx,
  notice: { id: string; cents: bigint; at: Date },
): Promise<'unknown' | 'amount' | 'noted'> {
  const [row] = await tx.execute<{ outcome: 'unknown' | 'amount' | 'noted' }>(
    sql`select app.note_card_notice(${notice.id}, ${notice.cents}::bigint, ${notice.at.toISOString()}) as outcome`,
  )
  return row?.outcome ?? 'unknown'
}

/** Payments that are due to be asked about, taken until `leasedUntil`. */
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

/** As it is, held until the transaction ends. */
export async function lockCardPayment(tx: Tx, id: Id<'cardPayment'>): Promise<CardPaymentRow | null> {
  const [row] = await tx.select().from(cardPayments).where(eq(cardPayments.id, id)).for('update')
  return row ?? null
}

/** Writes what came of a look, unless it was asked to be looked at again meanwhile. */
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

/** Payments that the provider passes on under one of these references and that have not come yet; held. */
export async function lockAwaitedPayouts(
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

/** Movements that wait for a person and name a payout that has not come yet. */
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

/** Attempts of all customers, the latest first. */
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
