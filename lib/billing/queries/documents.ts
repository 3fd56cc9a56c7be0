import { and, between, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingDocuments } from '~/db/schema/billing/documents'
import { organisations } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

// Lists exclude the content, which may be large.
const facts = {
  id: billingDocuments.id,
  organisationId: billingDocuments.organisationId,
  kind: billingDocuments.kind,
  state: billingDocuments.state,
  number: billingDocuments.number,
  issuedOn: billingDocuments.issuedOn,
  dueOn: billingDocuments.dueOn,
  period: billingDocuments.period,
  groupingKey: billingDocuments.groupingKey,
  correctsDocumentId: billingDocuments.correctsDocumentId,
  netCents: billingDocuments.netCents,
  vatCents: billingDocuments.vatCents,
  grossCents: billingDocuments.grossCents,
}

/** When a document was issued; null for a draft. */
export async function findIssuedAt(tx: Tx, id: Id<'invoice'>): Promise<Date | null> {
  const [row] = await tx
    .select({ at: billingDocuments.finalisedAt })
    .from(billingDocuments)
    .where(eq(billingDocuments.id, id))
  return row?.at ?? null
}

export type DocumentFacts = Awaited<ReturnType<typeof listDocuments>>[number]

/** `year` is that of issue, `period` a month that a line bills; null: any. */
export type DocumentFilter = { year?: string | null; period?: string | null }

/** Issued documents of an organisation, latest first, at most `limit`. */
export async function listDocuments(
  tx: Tx,
  organisationId: Id<'organisation'>,
  { year = null, period = null, limit }: DocumentFilter & { limit: number },
) {
  return tx
    .select(facts)
    .from(billingDocuments)
    .where(
      and(
        eq(billingDocuments.organisationId, organisationId),
        eq(billingDocuments.state, 'final'),
        year === null ? undefined : between(billingDocuments.issuedOn, `${year}-01-01`, `${year}-12-31`),
        period === null ? undefined : billsMonth(period),
      ),
    )
    .orderBy(desc(billingDocuments.issuedOn), desc(billingDocuments.number))
    .limit(limit)
}

/** Late usage of a month is on a later document. */
const billsMonth = (period: string) =>
  sql`exists (select 1 from billing_document_lines l where l.organisation_id = ${billingDocuments.organisationId}
    and l.document_id = ${billingDocuments.id} and l.usage_period = ${period})`

/** These documents of an organisation. */
export async function listDocumentsByIds(
  tx: Tx,
  organisationId: Id<'organisation'>,
  ids: readonly Id<'invoice'>[],
): Promise<DocumentFacts[]> {
  return tx
    .select(facts)
    .from(billingDocuments)
    .where(and(eq(billingDocuments.organisationId, organisationId), inArray(billingDocuments.id, [...ids])))
}

/** The years in which an organisation's documents were issued, the latest first. */
export async function listYears(tx: Tx, organisationId: Id<'organisation'>): Promise<string[]> {
  const year = sql<string>`to_char(${billingDocuments.issuedOn}, 'YYYY')`
  const rows = await tx
    .selectDistinct({ year })
    .from(billingDocuments)
    .where(and(eq(billingDocuments.organisationId, organisationId), eq(billingDocuments.state, 'final')))
    .orderBy(desc(year))
  return rows.map((row) => row.year)
}

/** How many of these are issued documents that the transaction may read. */
export async function countIssued(tx: Tx, ids: readonly Id<'invoice'>[]): Promise<number> {
  return tx.$count(
    billingDocuments,
    and(inArray(billingDocuments.id, [...ids]), eq(billingDocuments.state, 'final')),
  )
}

/** One document with its stored content. */
export async function findDocument(tx: Tx, id: Id<'invoice'>) {
  const [row] = await tx
    .select({ ...facts, content: billingDocuments.content, contentSha256: billingDocuments.contentSha256 })
    .from(billingDocuments)
    .where(eq(billingDocuments.id, id))
  return row ?? null
}

/** The invoice that a credit note corrects; null for an invoice. */
export async function findCorrectedId(tx: Tx, id: Id<'invoice'>): Promise<Id<'invoice'> | null> {
  const [row] = await tx
    .select({ id: billingDocuments.correctsDocumentId })
    .from(billingDocuments)
    .where(eq(billingDocuments.id, id))
  return row?.id ?? null
}

/** The credit notes that correct an invoice, in order of issue. */
export async function listCorrections(tx: Tx, organisationId: Id<'organisation'>, id: Id<'invoice'>) {
  return tx
    .select(facts)
    .from(billingDocuments)
    .where(
      and(
        eq(billingDocuments.organisationId, organisationId),
        eq(billingDocuments.correctsDocumentId, id),
        eq(billingDocuments.state, 'final'),
      ),
    )
    .orderBy(sql`${billingDocuments.number}`)
}

/** Issued documents of all organisations, latest first, with their owner; optionally of one month or organisation. */
export async function listAllDocuments(
  tx: Tx,
  filter: { period: string | null; organisationId: Id<'organisation'> | null },
  limit: number,
) {
  return tx
    .select({ document: facts, organisation: organisations.legalName })
    .from(billingDocuments)
    .innerJoin(organisations, eq(organisations.id, billingDocuments.organisationId))
    .where(
      and(
        eq(billingDocuments.state, 'final'),
        filter.period ? eq(billingDocuments.period, filter.period) : undefined,
        filter.organisationId ? eq(billingDocuments.organisationId, filter.organisationId) : undefined,
      ),
    )
    .orderBy(desc(billingDocuments.issuedOn), desc(billingDocuments.number))
    .limit(limit)
}
