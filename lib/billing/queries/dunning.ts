import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingDocuments } from '~/db/schema/billing/documents'
import { dunningHolds, dunningSteps, referenceRates } from '~/db/schema/billing/dunning'
import { directDebits, paymentAllocations } from '~/db/schema/billing/payments'
import { organisations } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

/** Steps taken for these invoices, in order. */
export async function listSteps(tx: Tx, ids: readonly Id<'invoice'>[]) {
  if (ids.length === 0) return []
  return tx
    .select()
    .from(dunningSteps)
    .where(inArray(dunningSteps.documentId, [...ids]))
    .orderBy(asc(dunningSteps.takenAt), asc(dunningSteps.step))
}

export async function listHolds(tx: Tx, ids: readonly Id<'invoice'>[]) {
  if (ids.length === 0) return []
  return tx
    .select()
    .from(dunningHolds)
    .where(inArray(dunningHolds.documentId, [...ids]))
}

/** The subset of these invoices whose reminders staff have stopped. */
export async function listHeldIds(tx: Tx, ids: readonly Id<'invoice'>[]): Promise<Set<Id<'invoice'>>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: dunningHolds.documentId })
    .from(dunningHolds)
    .where(inArray(dunningHolds.documentId, [...ids]))
  return new Set(rows.map(({ id }) => id))
}

/** The subset of these invoices with a pending debit. */
export async function listAwaited(tx: Tx, ids: readonly Id<'invoice'>[]): Promise<Set<Id<'invoice'>>> {
  if (ids.length === 0) return new Set()
  const rows = await tx
    .select({ id: directDebits.documentId, state: directDebits.state })
    .from(directDebits)
    .where(inArray(directDebits.documentId, [...ids]))
  return new Set(
    rows.filter(({ state }) => ['planned', 'prepared', 'sent'].includes(state)).map(({ id }) => id),
  )
}

/** The latest platform status of those invoices that a platform holds or refused; statuses in `aside` are ignored. */
export async function listPlatformStatuses(
  tx: Tx,
  ids: readonly Id<'invoice'>[],
  { refusals, aside }: { refusals: readonly number[]; aside: readonly number[] },
): Promise<Map<Id<'invoice'>, { code: number; on: string; isResolved: boolean }>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.execute<{ id: Id<'invoice'>; code: number; on: string; isResolved: boolean }>(sql`
    select distinct on (d.document_id) d.document_id as id,
      case when d.state = 'rejected' and not coalesce(${inArray(sql`s.code`, [...refusals])}, false) then 213 else s.code end as code,
      (coalesce(s.happened_at, d.created_at) at time zone 'Europe/Paris')::date::text as on, d.settled_at is not null as "isResolved"
    from document_deliveries d left join delivery_statuses s on s.delivery_id = d.id and not ${inArray(sql`s.code`, [...aside])}
    where d.channel <> 'mail' and (s.code is not null or d.state = 'rejected') and ${inArray(sql`d.document_id`, [...ids])}
    order by d.document_id, s.happened_at desc nulls last, s.received_at desc, s.code desc`)
  return new Map(rows.map(({ id, ...word }) => [id, word]))
}

/** Reductions of the open amount of these invoices, with their day; negative when it rose again. */
export async function listReductions(tx: Tx, ids: readonly Id<'invoice'>[]) {
  if (ids.length === 0) return []
  const paid = await tx
    .select({
      documentId: paymentAllocations.documentId,
      on: paymentAllocations.occurredOn,
      cents: paymentAllocations.cents,
    })
    .from(paymentAllocations)
    .where(inArray(paymentAllocations.documentId, [...ids]))
  const credited = await tx
    .select({
      documentId: billingDocuments.correctsDocumentId,
      on: billingDocuments.issuedOn,
      cents: billingDocuments.grossCents,
    })
    .from(billingDocuments)
    .where(inArray(billingDocuments.correctsDocumentId, [...ids]))
  return [...paid, ...credited].flatMap(({ documentId, on, cents }) =>
    documentId && on ? [{ documentId, on, cents }] : [],
  )
}

/** Debtors by organisation. */
export async function listDebtors(tx: Tx, ids: readonly Id<'organisation'>[]) {
  if (ids.length === 0) return []
  return tx
    .select({
      id: organisations.id,
      kind: organisations.kind,
      legalFormCode: organisations.legalFormCode,
      state: organisations.state,
      billingContactName: organisations.billingContactName,
      billingContactEmail: organisations.billingContactEmail,
    })
    .from(organisations)
    .where(inArray(organisations.id, [...ids]))
}

/** False when this step was already taken. */
export async function insertStep(tx: Tx, row: typeof dunningSteps.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(dunningSteps)
    .values(row)
    .onConflictDoNothing()
    .returning({ documentId: dunningSteps.documentId })
  return made.length === 1
}

export async function insertHold(tx: Tx, row: typeof dunningHolds.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(dunningHolds)
    .values(row)
    .onConflictDoNothing()
    .returning({ documentId: dunningHolds.documentId })
  return made.length === 1
}

export async function deleteHold(tx: Tx, documentId: Id<'invoice'>): Promise<boolean> {
  const deleted = await tx
    .delete(dunningHolds)
    .where(eq(dunningHolds.documentId, documentId))
    .returning({ documentId: dunningHolds.documentId })
  return deleted.length === 1
}

/** Rates of the European Central Bank, the latest first. */
export async function listRates(tx: Tx) {
  return tx
    .select({ from: referenceRates.fromOn, basisPoints: referenceRates.basisPoints })
    .from(referenceRates)
    .orderBy(desc(referenceRates.fromOn))
}

/** False when a rate of that day exists. */
export async function insertRate(tx: Tx, row: typeof referenceRates.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(referenceRates)
    .values(row)
    .onConflictDoNothing()
    .returning({ from: referenceRates.fromOn })
  return made.length === 1
}

/** Suspended organisations, by name. */
export async function listSuspended(tx: Tx) {
  return tx
    .select({ id: organisations.id, legalName: organisations.legalName })
    .from(organisations)
    .where(sql`${organisations.state} = 'suspended'`)
    .orderBy(asc(organisations.legalName))
}

/** Credit notes issued to a customer. */
export async function listCreditNotesOf(tx: Tx, organisationId: Id<'organisation'>) {
  const rows = await tx
    .select({
      number: billingDocuments.number,
      issuedOn: billingDocuments.issuedOn,
      grossCents: billingDocuments.grossCents,
    })
    .from(billingDocuments)
    .where(
      and(
        eq(billingDocuments.organisationId, organisationId),
        eq(billingDocuments.kind, 'credit_note'),
        eq(billingDocuments.state, 'final'),
      ),
    )
    .orderBy(asc(billingDocuments.issuedOn), asc(billingDocuments.number))
  return rows.map(({ number, issuedOn, grossCents }) => ({
    number: number ?? '',
    issuedOn: issuedOn ?? '',
    grossCents,
  }))
}
