import { type Tx, withOrganisation, withStaff } from '~/db/client'
import { authorize, authorizeStaff } from '~/lib/identity'
import { findOrganisation, listProjectRows } from '~/lib/identity/rows'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import * as queries from '../queries/documents'
import { listOpenDocuments, listSettled } from '../queries/open-documents'
import type { EncodedDocument } from './document-codec'
import { listedMax } from './document-schema'
import { readGroupingKey } from './group-lines'
import type { DocumentOfOrganisation, DocumentSummary, DocumentView, ListedDocument } from './views'

/** The latest invoices and credit notes of the organisation, at most `listedMax`. */
export async function listDocuments(
  ctx: OpContext,
  filter: queries.DocumentFilter = {},
): Promise<ListedDocument[]> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const open = openOf(await listOpenDocuments(tx, organisationId))
    const rows = await queries.listDocuments(tx, organisationId, { ...filter, limit: listedMax })
    const projects = await listProjectRows(tx, organisationId)
    const siret = (await findOrganisation(tx, organisationId))?.siret
    return rows.map((row) => ({
      ...summaryOf(row, open, ctx.now),
      ...groupOf(row.groupingKey, siret, projects),
    }))
  })
}

/** Every invoice of the organisation with an open amount, the first to be due at the top. */
export async function listUnpaidDocuments(ctx: OpContext): Promise<DocumentSummary[]> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const open = await listOpenDocuments(tx, organisationId)
    const ids = open.map(({ id }) => id)
    const rows = ids.length === 0 ? [] : await queries.listDocumentsByIds(tx, organisationId, ids)
    return rows
      .map((row) => summaryOf(row, openOf(open), ctx.now))
      .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn) || a.number.localeCompare(b.number))
  })
}

/** The years in which the organisation's invoices and credit notes were issued, the latest first. */
export async function listDocumentYears(ctx: OpContext): Promise<string[]> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, queries.listYears)
}

/** One document of the organisation. @throws DomainError `not_found` */
export async function getDocument(
  ctx: OpContext,
  input: { documentId: Id<'invoice'> },
): Promise<DocumentView> {
  authorize(ctx, 'billing:view')
  return withOrganisation(ctx, (tx) => viewOf(tx, ctx.now, input.documentId))
}

/** The documents of a month, or the latest of all, for staff. */
export async function listAllDocuments(
  ctx: OpContext,
  input: { period: string | null; organisationId: Id<'organisation'> | null },
): Promise<DocumentOfOrganisation[]> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => {
    const open = openOf(await listOpenDocuments(tx, input.organisationId))
    return (await queries.listAllDocuments(tx, input, listedMax)).map(({ document, organisation }) => ({
      ...summaryOf(document, open, ctx.now),
      organisationId: document.organisationId,
      organisation,
    }))
  })
}

/** One document, for staff. @throws DomainError `not_found` */
export async function inspectDocument(
  ctx: OpContext,
  input: { documentId: Id<'invoice'> },
): Promise<DocumentView> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, (tx) => viewOf(tx, ctx.now, input.documentId))
}

async function viewOf(tx: Tx, now: Date, documentId: Id<'invoice'>): Promise<DocumentView> {
  const row = await queries.findDocument(tx, documentId)
  if (row?.state !== 'final') throw new DomainError('not_found')
  const corrected = row.correctsDocumentId && (await queries.findDocument(tx, row.correctsDocumentId))
  const corrections = await queries.listCorrections(tx, row.organisationId, row.id)
  const open = openOf(await listSettled(tx, [row.id]))
  return {
    summary: summaryOf(row, open, now),
    content: row.content as EncodedDocument,
    contentSha256: row.contentSha256,
    corrections: corrections.map((each) => {
      const { id, number, issuedOn, grossCents } = summaryOf(each, new Map(), now)
      return { id, number, issuedOn, grossCents }
    }),
    corrects: corrected?.number ? { id: corrected.id, number: corrected.number } : null,
  }
}

const openOf = (rows: readonly { id: Id<'invoice'>; openCents: bigint }[]) =>
  new Map(rows.map(({ id, openCents }) => [id, openCents]))

/** Its project or cost centre, by the buyer's choice, and its references; the payer only if it is not the buyer. Pure. */
function groupOf(
  groupingKey: string,
  buyerSiret: string | null | undefined,
  projects: readonly { id: string; name: string }[],
) {
  const { group = null, payerSiret, ...references } = readGroupingKey(groupingKey)
  return {
    group: projects.find(({ id }) => id === group)?.name ?? group,
    references: { ...references, ...(payerSiret && payerSiret !== buyerSiret && { payerSiret }) },
  }
}

/** Credit note amounts are shown as negative. */
function summaryOf(
  row: queries.DocumentFacts,
  open: ReadonlyMap<Id<'invoice'>, bigint>,
  now: Date,
): DocumentSummary {
  invariant(row.number && row.issuedOn && row.dueOn, 'an issued document has its number and days')
  const isCredit = row.kind === 'credit_note'
  const sign = isCredit ? -1n : 1n
  const openCents = isCredit ? 0n : (open.get(row.id) ?? 0n)
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    period: row.period,
    netCents: (sign * row.netCents).toString(),
    grossCents: (sign * row.grossCents).toString(),
    openCents: openCents.toString(),
    standing: isCredit ? 'credit' : openCents === 0n ? 'paid' : row.dueOn < parisDay(now) ? 'late' : 'due',
  }
}
