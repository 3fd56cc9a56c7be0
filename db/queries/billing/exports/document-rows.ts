import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { columnName } from '~/db/constant-sql'
import type { Id } from '~/lib/kernel/ids'
import { type Column, type RowFormat, renderRow, splitRow, zoneOf } from './render-row'

/** Issued documents of a month, of one organisation or of all the role may see. */
export type ExportScope = { period: string; organisationId: Id<'organisation'> | null }
export type RowBatch = { text: string; rows: number }

export type ListedDocument = { id: Id<'invoice'>; number: string; lines: number }

/** The next documents of the scope after a number, in the order of their numbers. */
export async function listExportedDocuments(
  tx: Tx,
  { period, organisationId }: ExportScope,
  afterNumber: string,
  limit: number,
): Promise<ListedDocument[]> {
  const rows = await tx.execute<ListedDocument>(sql`
    select d.id, d.number,
      (select coalesce(max(l.position), 0) from billing_document_lines l where l.document_id = d.id)::int as lines
    from billing_documents d
    where d.state = 'final' and d.period = ${period} and d.number > ${afterNumber}
      and ${ofOrganisation(organisationId)}
    order by d.number limit ${limit}`)
  return [...rows]
}

const ofOrganisation = (organisationId: Id<'organisation'> | null) =>
  organisationId === null ? sql`true` : sql`d.organisation_id = ${organisationId}`

/** A document with who sold and bought; `p` in the columns of documents and of lines. */
const pages = (ids: readonly string[]) => sql`
  select u.n, d.id, d.number, d.kind, d.issued_on, d.due_on, d.period, d.net_cents, d.vat_cents, d.gross_cents,
    d.organisation_id, d.grouping_key, case d.kind when 'credit_note' then -1 else 1 end as sign,
    o.legal_name as buyer, coalesce(b.customer_code, d.organisation_id) as customer_code, s.legal_name as seller
  from unnest(${sql.param(ids)}::text[]) with ordinality u(id, n)
  join billing_documents d on d.id = u.id
  join organisations o on o.id = d.organisation_id
  join selling_entities s on s.id = d.selling_entity_id
  left join billing_profiles b on b.organisation_id = d.organisation_id
  order by u.n`

/** What a statement writes, instants in the zone of the format; the setting and the statement leave together. */
async function write<T extends Record<string, unknown>>(tx: Tx, format: RowFormat, statement: SQL) {
  const zoned = tx.execute(sql`select set_config('timezone', ${zoneOf(format)}, true)`).execute()
  zoned.catch(() => undefined)
  const [row] = await tx.execute<T>(statement)
  await zoned
  return row
}

/** One row per document of those named, in their order. */
export async function renderDocuments(
  tx: Tx,
  ids: readonly string[],
  columns: readonly Column[],
  format: RowFormat,
): Promise<RowBatch> {
  const row = await write<{ text: string | null; rows: number }>(
    tx,
    format,
    sql`
    with p as materialized (${pages(ids)})
    select string_agg(${renderRow(columns, format)}, '' order by p.n) as text, count(*)::int as rows from p`,
  )
  return { text: row?.text ?? '', rows: row?.rows ?? 0 }
}

/** Lines of documents that follow each other: of the first after `from`, of the last up to `to`. */
export type LineRange = { ids: readonly string[]; from: number; to: number }

/** The lines of a range as rows, in order. `only` narrows the lines (`l`). */
export async function renderLines(
  tx: Tx,
  { ids, from, to }: LineRange,
  layout: { columns: readonly Column[]; format: RowFormat; only: SQL },
): Promise<RowBatch> {
  const { ofDocument, row: line } = splitRow(layout.columns, layout.format)
  const parts = ofDocument.map((part, index) => sql`, ${part} as ${columnName(`part_${index}`)}`)
  // Document by document: the index holds the lines of one in their order, so that nothing is sorted.
  const row = await write<{ text: string | null; rows: number }>(
    tx,
    layout.format,
    sql`
    with p as materialized (select p.*${sql.join(parts)} from (${pages(ids)}) p)
    select string_agg(written.text, '' order by p.n) as text, coalesce(sum(written.rows), 0)::int as rows
    from p cross join lateral (
      select string_agg(${line}, '' order by l.position) as text, count(*) as rows
      from billing_document_lines l
      where l.document_id = p.id
        and l.position > case when p.n = 1 then ${from}::int else 0 end
        and l.position <= case when p.n = ${ids.length}::int then ${to}::int else 1000000000 end
        and ${layout.only}
    ) written`,
  )
  return { text: row?.text ?? '', rows: row?.rows ?? 0 }
}

/** VAT of each document, by category and rate, as FOCUS rows of tax. `v` in the columns. */
export async function renderTaxes(
  tx: Tx,
  ids: readonly string[],
  columns: readonly Column[],
  format: RowFormat,
): Promise<RowBatch> {
  const row = await write<{ text: string | null; rows: number }>(
    tx,
    format,
    sql`
    with p as materialized (${pages(ids)}),
    v as (
      select p.n, l.vat_category, l.vat_rate_basis_points,
        sign(sum(l.net_cents)) * div(abs(sum(l.net_cents)) * l.vat_rate_basis_points * 2 + 10000, 20000) as vat_cents
      from p join billing_document_lines l on l.document_id = p.id
      group by 1, 2, 3
    )
    select string_agg(${renderRow(columns, format)}, '' order by p.n, v.vat_category, v.vat_rate_basis_points) as text, count(*)::int as rows
    from p join v on v.n = p.n where v.vat_cents <> 0`,
  )
  return { text: row?.text ?? '', rows: row?.rows ?? 0 }
}

export type ControlTotal = { number: string; netCents: string; vatCents: string; grossCents: string }

/** What the invoices themselves say, for whoever adds a file up. Credit notes count as less. */
export async function listControlTotals(tx: Tx, ids: readonly string[]): Promise<ControlTotal[]> {
  const rows = await tx.execute<ControlTotal>(sql`
    with p as materialized (${pages(ids)})
    select p.number, (p.sign * p.net_cents)::text as "netCents", (p.sign * p.vat_cents)::text as "vatCents",
      (p.sign * p.gross_cents)::text as "grossCents" from p order by p.n`)
  return [...rows]
}

/** Payments as the books have them: what the bank's journal moved on customers' accounts. `e` and `t` in the columns. */
export async function renderPayments(
  tx: Tx,
  { period, organisationId }: ExportScope,
  afterSequence: number,
  layout: { columns: readonly Column[]; format: RowFormat },
  limit: number,
): Promise<RowBatch & { lastSequence: number | null }> {
  const row = await write<{ text: string | null; rows: number; last: number | null }>(
    tx,
    layout.format,
    sql`
    with written as (
      select t.sequence, e.position, ${renderRow(layout.columns, layout.format)} as line
      from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
      left join organisations o on o.id = t.organisation_id
      where t.journal = 'BQ' and e.account like '411%' and t.sequence > ${afterSequence}
        and to_char(t.occurred_on, 'YYYY-MM') = ${period}
        and ${organisationId === null ? sql`true` : sql`t.organisation_id = ${organisationId}`}
      order by t.sequence, e.position limit ${limit}
    )
    select string_agg(line, '' order by sequence, position) as text, count(*)::int as rows, max(sequence) as last from written`,
  )
  return {
    text: row?.text ?? '',
    rows: row?.rows ?? 0,
    lastSequence: (row?.rows ?? 0) < limit ? null : (row?.last ?? null),
  }
}
