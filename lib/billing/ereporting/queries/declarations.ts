import { and, asc, desc, eq, inArray, lte, not, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isDoubtful } from '~/db/expressions/is-doubtful'
import { billingDocuments } from '~/db/schema/billing/documents'
import {
  type DeclarationKind,
  declarationItems,
  declarations,
  ereportingSettings,
} from '~/db/schema/billing/ereporting'
import type { Id } from '~/lib/kernel/ids'
import { collectedDay } from '../../queries/collected-day'

export type DeclarationRow = typeof declarations.$inferSelect
export type SettingsRow = typeof ereportingSettings.$inferSelect
type Span = { from: string; to: string }

// Lists and sweepers do not load the file.
const facts = {
  id: declarations.id,
  sellingEntityId: declarations.sellingEntityId,
  kind: declarations.kind,
  fromOn: declarations.fromOn,
  toOn: declarations.toOn,
  dueOn: declarations.dueOn,
  revision: declarations.revision,
  type: declarations.type,
  number: declarations.number,
  items: declarations.items,
  netCents: declarations.netCents,
  vatCents: declarations.vatCents,
  paidCents: declarations.paidCents,
  sha256: declarations.sha256,
  sourcesSha256: declarations.sourcesSha256,
  state: declarations.state,
  attempts: declarations.attempts,
  nextAttemptAt: declarations.nextAttemptAt,
  externalId: declarations.externalId,
  statusCode: declarations.statusCode,
  failureCode: declarations.failureCode,
  failureText: declarations.failureText,
  depositedAt: declarations.depositedAt,
  createdAt: declarations.createdAt,
  createdByStaffId: declarations.createdByStaffId,
}

export type DeclarationFacts = Omit<DeclarationRow, 'content'>

export async function findEreportingSettings(
  tx: Tx,
  sellingEntityId: Id<'sellingEntity'>,
): Promise<SettingsRow | null> {
  const [row] = await tx
    .select()
    .from(ereportingSettings)
    .where(eq(ereportingSettings.sellingEntityId, sellingEntityId))
  return row ?? null
}

export async function saveEreportingSettings(tx: Tx, row: SettingsRow): Promise<void> {
  const { sellingEntityId: _key, ...set } = row
  await tx
    .insert(ereportingSettings)
    .values(row)
    .onConflictDoUpdate({ target: ereportingSettings.sellingEntityId, set })
}

/** Serialises the creation of a seller's declarations until the transaction ends. */
export async function lockDeclaring(tx: Tx, sellingEntityId: Id<'sellingEntity'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('declarations'), hashtext(${sellingEntityId}))`)
}

/** The last revision of each declared period, latest period first. */
export async function listLastRevisions(
  tx: Tx,
  sellingEntityId: Id<'sellingEntity'>,
  kind: DeclarationKind,
): Promise<DeclarationFacts[]> {
  return tx
    .selectDistinctOn([declarations.fromOn], facts)
    .from(declarations)
    .where(and(eq(declarations.sellingEntityId, sellingEntityId), eq(declarations.kind, kind)))
    .orderBy(desc(declarations.fromOn), desc(declarations.revision))
}

/** Whether the platform accepted an earlier revision of the period, which the next one then replaces. */
export async function hasAcceptedRevision(
  tx: Tx,
  of: { sellingEntityId: Id<'sellingEntity'>; kind: DeclarationKind; fromOn: string },
): Promise<boolean> {
  const [row] = await tx
    .select({ id: declarations.id })
    .from(declarations)
    .where(
      and(
        eq(declarations.sellingEntityId, of.sellingEntityId),
        eq(declarations.kind, of.kind),
        eq(declarations.fromOn, of.fromOn),
        inArray(declarations.state, ['deposited', 'accepted']),
      ),
    )
    .limit(1)
  return row !== undefined
}

export async function insertDeclaration(
  tx: Tx,
  row: typeof declarations.$inferInsert,
  items: Omit<typeof declarationItems.$inferInsert, 'declarationId'>[],
): Promise<void> {
  await tx.insert(declarations).values(row)
  for (let from = 0; from < items.length; from += 1_000)
    await tx
      .insert(declarationItems)
      .values(items.slice(from, from + 1_000).map((item) => ({ ...item, declarationId: row.id })))
}

/** Days since `since` with a document or payment recorded after `knownSince`. */
export async function listNewDays(
  tx: Tx,
  of: { sellingEntityId: Id<'sellingEntity'>; kind: DeclarationKind; since: string; knownSince: Date },
): Promise<string[]> {
  const rows = await tx.execute<{ day: string }>(
    of.kind === 'transactions'
      ? sql`select distinct issued_on::text as day from billing_documents
          where state = 'final' and selling_entity_id = ${of.sellingEntityId} and issued_on >= ${of.since}::date
            and finalised_at >= ${of.knownSince.toISOString()} order by 1`
      : sql`select distinct day::text from (
            select ${collectedDay} as day from payment_allocations a join billing_documents d on d.id = a.document_id
            where d.kind = 'invoice' and d.selling_entity_id = ${of.sellingEntityId} and d.issued_on >= ${of.since}::date
              and a.created_at >= ${of.knownSince.toISOString()}) paid
          where day >= ${of.since}::date order by 1`,
  )
  return rows.map(({ day }) => day)
}

/** Documents issued in a period, without their lines, by number. */
export async function listIssued(tx: Tx, of: { sellingEntityId: Id<'sellingEntity'>; since: string } & Span) {
  return tx
    .select({
      id: billingDocuments.id,
      organisationId: billingDocuments.organisationId,
      content: sql<unknown>`${billingDocuments.content}::jsonb - 'lines'`,
    })
    .from(billingDocuments)
    .where(
      sql`${billingDocuments.state} = 'final' and ${billingDocuments.sellingEntityId} = ${of.sellingEntityId}
        and ${billingDocuments.issuedOn} between ${of.from}::date and ${of.to}::date and ${billingDocuments.issuedOn} >= ${of.since}::date`,
    )
    .orderBy(asc(billingDocuments.issuedOn), asc(billingDocuments.number))
}

/** Payments of invoices received in a period, each with the amount paid before it. */
export async function listPaid(tx: Tx, of: { sellingEntityId: Id<'sellingEntity'>; since: string } & Span) {
  return tx.execute<{
    id: Id<'paymentAllocation'>
    documentId: Id<'invoice'>
    organisationId: Id<'organisation'>
    content: unknown
    cents: string
    beforeCents: string
    occurredOn: string
  }>(sql`
    select p.id, p.document_id as "documentId", p.organisation_id as "organisationId", d.content::jsonb - 'lines' as content,
      p.cents::text as cents, p.before::text as "beforeCents", p.day::text as "occurredOn"
    from (
      select a.*, ${collectedDay} as day, coalesce(sum(a.cents) over (partition by a.document_id order by a.created_at, a.id
        rows between unbounded preceding and 1 preceding), 0) as before
      from payment_allocations a
      where a.document_id in (select q.document_id from payment_allocations q
        where q.occurred_on between ${of.from}::date and ${of.to}::date
          or (q.created_at at time zone 'Europe/Paris')::date between ${of.from}::date and ${of.to}::date)
    ) p join billing_documents d on d.id = p.document_id
    where d.kind = 'invoice' and d.selling_entity_id = ${of.sellingEntityId} and d.issued_on >= ${of.since}::date
      and p.day between ${of.from}::date and ${of.to}::date and p.day >= ${of.since}::date
    order by p.day, d.number, p.created_at, p.id`)
}

/** Leases up to `limit` declarations that are due, until `leasedUntil`; the revisions of a period are sent in order. */
export async function leaseDueDeclarations(
  tx: Tx,
  now: Date,
  leasedUntil: Date,
  limit: number,
): Promise<DeclarationFacts[]> {
  const due = tx
    .select({ id: declarations.id })
    .from(declarations)
    .where(and(lte(declarations.nextAttemptAt, now), not(isDoubtful(declarations.id))))
    .orderBy(asc(declarations.nextAttemptAt))
    .limit(limit)
    .for('update', { skipLocked: true })
  return tx
    .update(declarations)
    .set({ nextAttemptAt: leasedUntil, attempts: sql`${declarations.attempts} + 1` })
    .where(inArray(declarations.id, due))
    .returning(facts)
}

/** Writes the result of an attempt, unless another worker has leased the declaration since. */
export async function updateLeasedDeclaration(
  tx: Tx,
  id: Id<'declaration'>,
  leasedUntil: Date,
  set: Partial<DeclarationRow>,
): Promise<boolean> {
  const changed = await tx
    .update(declarations)
    .set(set)
    .where(and(eq(declarations.id, id), eq(declarations.nextAttemptAt, leasedUntil)))
    .returning({ id: declarations.id })
  return changed.length === 1
}

export async function findDeclaration(tx: Tx, id: Id<'declaration'>): Promise<DeclarationRow | null> {
  const [row] = await tx.select().from(declarations).where(eq(declarations.id, id))
  return row ?? null
}

export async function lockDeclaration(tx: Tx, id: Id<'declaration'>): Promise<DeclarationFacts | null> {
  const [row] = await tx.select(facts).from(declarations).where(eq(declarations.id, id)).for('update')
  return row ?? null
}

/** Restarts the sending; counts one attempt, so that the worker looks the declaration up on the platform first. */
export async function retryDeclaration(tx: Tx, id: Id<'declaration'>, now: Date): Promise<void> {
  await tx
    .update(declarations)
    .set({ state: 'waiting', attempts: 1, nextAttemptAt: now })
    .where(eq(declarations.id, id))
}

/** All revisions, latest period first. */
export async function listDeclarations(tx: Tx, limit: number): Promise<DeclarationFacts[]> {
  return tx
    .select(facts)
    .from(declarations)
    .orderBy(desc(declarations.toOn), asc(declarations.kind), desc(declarations.revision))
    .limit(limit)
}

/** Current declarations that were refused or never sent, or that are due by `today` and not accepted. */
export async function countTroubledDeclarations(tx: Tx, today: string): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from declarations d
    where (d.state in ('rejected', 'failed') or (d.state in ('waiting', 'deposited') and d.due_on <= ${today}::date))
      and not exists (select 1 from declarations n where n.selling_entity_id = d.selling_entity_id and n.kind = d.kind
        and n.from_on = d.from_on and n.revision > d.revision)`)
  return row?.count ?? 0
}

/** Documents with reverse charge in the Union, by issue date, for the list of services. */
export async function listReversed(tx: Tx, of: { sellingEntityId: Id<'sellingEntity'> } & Span) {
  return tx
    .select({ id: billingDocuments.id, content: sql<unknown>`${billingDocuments.content}::jsonb - 'lines'` })
    .from(billingDocuments)
    .where(
      sql`${billingDocuments.state} = 'final' and ${billingDocuments.sellingEntityId} = ${of.sellingEntityId}
        and ${billingDocuments.issuedOn} between ${of.from}::date and ${of.to}::date
        and ${billingDocuments.content} -> 'buyer' ->> 'kind' = 'foreign'`,
    )
    .orderBy(asc(billingDocuments.number))
}
