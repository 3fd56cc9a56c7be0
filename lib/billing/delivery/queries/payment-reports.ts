import { and, asc, desc, eq, inArray, lte, not, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isDoubtful } from '~/db/expressions/is-doubtful'
import { documentDeliveries, paymentReports } from '~/db/schema/billing/delivery'
import { billingDocuments } from '~/db/schema/billing/documents'
import { organisations } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'
import { collectedDay } from '../../queries/collected-day'

export type PaymentReportRow = typeof paymentReports.$inferSelect

/**
 * Queues payment reports for these invoices where an approved platform holds the invoice and its VAT is due on payment.
 * Idempotent: adds only what is new. The caller has locked the paid amounts (`lockSettled`), so that no payment is
 * reported twice or missed. Customer credit that pays an invoice later is reported on that later day: the day of the
 * movement may lie before the invoice, in a VAT period that is closed. Returns the new ones with their day.
 */
export async function insertPaymentReports(
  tx: Tx,
  documentIds: readonly Id<'invoice'>[],
  now: Date,
): Promise<{ id: Id<'paymentReport'>; occurredOn: string }[]> {
  if (documentIds.length === 0) return []
  const ids = sql`array[${sql.join(
    documentIds.map((id) => sql`${id}`),
    sql`, `,
  )}]::text[]`
  const rows = await tx.execute<{ id: Id<'paymentReport'>; occurredOn: string }>(sql`
    insert into payment_reports (id, organisation_id, document_id, delivery_id, allocation_id, cents, before_cents, occurred_on, state, next_attempt_at, created_at)
    select 'prp_' || substr(a.id, 5), a.organisation_id, a.document_id, d.id, a.id, a.cents,
      coalesce((select sum(reported.cents) from payment_reports reported where reported.document_id = a.document_id), 0)
        + coalesce(sum(a.cents) over (partition by a.document_id order by a.created_at, a.id rows between unbounded preceding and 1 preceding), 0),
      ${collectedDay}, 'waiting', ${now.toISOString()}, ${now.toISOString()}
    from payment_allocations a
    join document_deliveries d on d.document_id = a.document_id and d.channel = 'platform'
    join billing_documents b on b.id = a.document_id
    where a.document_id = any (${ids}) and b.kind = 'invoice'
      and not (b.content ->> 'vatOnDebits')::boolean
      and jsonb_path_exists(b.content::jsonb, '$.vat[*] ? (@.rateBasisPoints > 0)')
      and not exists (select 1 from payment_reports reported where reported.allocation_id = a.id)
    returning id, occurred_on::text as "occurredOn"`)
  return [...rows]
}

/**
 * Leases up to `limit` due reports of invoices that the platform has accepted, until `leasedUntil`. The reports of one
 * invoice are sent in their order of arrival.
 */
export async function leaseDuePaymentReports(
  tx: Tx,
  now: Date,
  leasedUntil: Date,
  limit: number,
): Promise<PaymentReportRow[]> {
  const due = tx
    .select({ id: paymentReports.id })
    .from(paymentReports)
    .innerJoin(documentDeliveries, eq(documentDeliveries.id, paymentReports.deliveryId))
    .where(
      and(
        lte(paymentReports.nextAttemptAt, now),
        not(isDoubtful(paymentReports.id)),
        eq(documentDeliveries.state, 'accepted'),
        sql`not exists (select 1 from payment_reports earlier where earlier.delivery_id = ${paymentReports.deliveryId}
          and earlier.state = 'waiting' and (earlier.created_at, earlier.id) < (${paymentReports.createdAt}, ${paymentReports.id}))`,
      ),
    )
    .orderBy(asc(paymentReports.nextAttemptAt))
    .limit(limit)
    .for('update', { of: paymentReports, skipLocked: true })
  return tx
    .update(paymentReports)
    .set({ nextAttemptAt: leasedUntil, attempts: sql`${paymentReports.attempts} + 1` })
    .where(inArray(paymentReports.id, due))
    .returning()
}

/** Writes the result of an attempt, unless another worker has leased the report since. */
export async function updateLeasedPaymentReport(
  tx: Tx,
  id: Id<'paymentReport'>,
  leasedUntil: Date,
  set: Partial<PaymentReportRow>,
): Promise<void> {
  await tx
    .update(paymentReports)
    .set(set)
    .where(and(eq(paymentReports.id, id), eq(paymentReports.nextAttemptAt, leasedUntil)))
}

export async function lockPaymentReport(tx: Tx, id: Id<'paymentReport'>): Promise<PaymentReportRow | null> {
  const [row] = await tx.select().from(paymentReports).where(eq(paymentReports.id, id)).for('update')
  return row ?? null
}

export async function updatePaymentReport(
  tx: Tx,
  id: Id<'paymentReport'>,
  set: Partial<PaymentReportRow>,
): Promise<void> {
  await tx.update(paymentReports).set(set).where(eq(paymentReports.id, id))
}

/** Payment reports of a document, sent or queued. */
export async function listPaymentReports(tx: Tx, documentId: Id<'invoice'>): Promise<PaymentReportRow[]> {
  return tx
    .select()
    .from(paymentReports)
    .where(eq(paymentReports.documentId, documentId))
    .orderBy(asc(paymentReports.createdAt), asc(paymentReports.id))
}

/** Payment reports of all organisations, those that need staff first. */
export async function listAllPaymentReports(tx: Tx, limit: number) {
  const isOpen = sql<boolean>`${paymentReports.state} in ('rejected', 'failed')`
  return tx
    .select({ report: paymentReports, number: billingDocuments.number, buyer: organisations.legalName })
    .from(paymentReports)
    .innerJoin(billingDocuments, eq(billingDocuments.id, paymentReports.documentId))
    .innerJoin(organisations, eq(organisations.id, paymentReports.organisationId))
    .orderBy(desc(isOpen), desc(paymentReports.createdAt), desc(paymentReports.id))
    .limit(limit)
}
