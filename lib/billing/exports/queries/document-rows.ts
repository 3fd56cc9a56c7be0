import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { columnName } from '~/db/constant-sql'
import { executeRaw } from '~/db/execute-raw'
import type { Id } from '~/lib/kernel/ids'
import { type Column, type RowFormat, renderRow, splitRow, zoneOf } from './render-row'

/**
 * Selects documents issued, or payments made, in a month, of one organisation or of all that the role may read; or
 * those that a schedule assigned to this export.
 */
export type ExportScope = {
  period: string
  organisationId: Id<'organisation'> | null
  exportId?: Id<'export'> | undefined
}

/** The documents (`d`) of a scope. */
export const isInScope = ({ period, organisationId, exportId }: ExportScope): SQL => sql`d.state = 'final'
  and ${organisationId === null ? sql`true` : sql`d.organisation_id = ${organisationId}`}
  and ${
    exportId
      ? sql`exists (select 1 from export_documents e where e.export_id = ${exportId} and e.document_id = d.id)`
      : isIssuedIn(period)
  }`

/** Whether a document (`d`) was issued in a month, `2026-10`. */
export const isIssuedIn = (period: string): SQL =>
  sql`(d.issued_on >= ${`${period}-01`}::date and d.issued_on < ${`${period}-01`}::date + interval '1 month')`

/** Rows as the file's bytes, in consecutive pieces. */
export type RowBatch = { pieces: Buffer[]; rows: number }

export type ListedDocument = { id: Id<'invoice'>; number: string; lines: number }

/** The next documents of the scope after a number, in number order. */
export async function listExportedDocuments(
  tx: Tx,
  scope: ExportScope,
  afterNumber: string,
  limit: number,
): Promise<ListedDocument[]> {
  const rows = await tx.execute<ListedDocument>(sql`
    select d.id, d.number,
      (select coalesce(max(l.position), 0) from billing_document_lines l where l.document_id = d.id)::int as lines
    from billing_documents d
    where ${isInScope(scope)} and d.number > ${afterNumber}
    order by d.number limit ${limit}`)
  return [...rows]
}

/** A document with seller and buyer, for each row of `u`; `p` in the columns of documents and lines. */
const pages = (u: SQL) => sql`
  select u.*, d.number, d.kind, d.issued_on, d.due_on, d.period, d.net_cents, d.vat_cents, d.gross_cents,
    (d.period || '-01')::timestamp at time zone 'Europe/Paris' as month_start,
    ((d.period || '-01')::timestamp + interval '1 month') at time zone 'Europe/Paris' as month_end,
    d.organisation_id, d.grouping_key, case d.kind when 'credit_note' then -1 else 1 end as sign,
    o.legal_name as buyer, coalesce(b.customer_code, d.organisation_id) as customer_code, s.legal_name as seller
  from ${u}
  join billing_documents d on d.id = u.id
  join organisations o on o.id = d.organisation_id
  join selling_entities s on s.id = d.selling_entity_id
  left join billing_profiles b on b.organisation_id = d.organisation_id`

/** Documents by id, in the order `n`. */
const named = (ids: readonly string[]) => sql`unnest(${sql.param(ids)}::text[]) with ordinality u(id, n)`

/**
 * The text written by a statement, its row count and its last position, with instants in the format's time zone; the
 * setting and the statement are sent together. The result is bytes: decoding them to strings and encoding again took
 * the process as long as the database needs to write them.
 */
async function write(tx: Tx, format: RowFormat, statement: SQL): Promise<RowBatch & { last: number | null }> {
  const zoned = tx.execute(sql`select set_config('timezone', ${zoneOf(format)}, true)`).execute()
  zoned.catch(() => undefined)
  const written = (await executeRaw(tx, statement)).map(([bytes, rows, at]) => ({
    bytes: bytes ?? Buffer.alloc(0),
    rows: Number(rows),
    at: at ? Number(at) : null,
  }))
  await zoned
  written.sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
  return {
    pieces: written.map(({ bytes }) => bytes),
    rows: written.reduce((sum, { rows }) => sum + rows, 0),
    last: written.at(-1)?.at ?? null,
  }
}

/** One row per given document, in order. */
export async function renderDocuments(
  tx: Tx,
  ids: readonly string[],
  columns: readonly Column[],
  format: RowFormat,
): Promise<RowBatch> {
  return write(
    tx,
    format,
    sql`
    with p as materialized (${pages(named(ids))})
    select string_agg(${renderRow(columns, format)}, '' order by p.n), count(*) from p`,
  )
}

/** Lines of a document after `from`, up to and including `to`. */
export type LineRange = { id: string; from: number; to: number }

/** Rows of the given line ranges, in order. `only` filters the lines (`l`); `values` is joined to each. */
export async function renderLines(
  tx: Tx,
  stretches: readonly LineRange[],
  layout: { columns: readonly Column[]; format: RowFormat; only: SQL; values: SQL },
): Promise<RowBatch> {
  const { ofDocument, row: line } = splitRow(layout.columns, layout.format)
  const parts = ofDocument.map((part, index) => sql`, ${part} as ${columnName(`part_${index}`)}`)
  const u = sql`unnest(
    ${sql.param(stretches.map(({ id }) => id))}::text[],
    ${sql.param(stretches.map(({ from }) => from))}::int[],
    ${sql.param(stretches.map(({ to }) => to))}::int[]) with ordinality u(id, line_from, line_to, n)`
  // The index holds a document's lines in order, so nothing is sorted in SQL; the few texts are ordered by the caller,
  // because PostgreSQL would copy each.
  return write(
    tx,
    layout.format,
    sql`
    with p as materialized (select p.*${sql.join(parts)} from (${pages(u)}) p)
    select written.text, written.rows, p.n
    from p cross join lateral (
      select string_agg(${line}, '' order by l.position) as text, count(*) as rows
      from billing_document_lines l ${layout.values}
      where l.document_id = p.id and l.position > p.line_from and l.position <= p.line_to and ${layout.only}
    ) written`,
  )
}

/**
 * VAT of each document, by category and rate, as FOCUS tax rows; `v` in the columns. When the last credit note of an
 * invoice differs by a cent from its own rounding, the cent goes to the highest rate, so that a document's rows add up
 * to its VAT.
 */
export async function renderTaxes(
  tx: Tx,
  ids: readonly string[],
  columns: readonly Column[],
  format: RowFormat,
): Promise<RowBatch> {
  return write(
    tx,
    format,
    sql`
    with p as materialized (${pages(named(ids))}), ${vatByRate}
    select string_agg(${renderRow(columns, format)}, '' order by p.n, v.vat_category, v.vat_rate_basis_points), count(*)
    from p join v on v.n = p.n where v.vat_cents <> 0`,
  )
}

/** `v`: the VAT of each document `p`, by its place `n`, category and rate. */
const vatByRate = sql`rounded as (
      select p.n, max(p.vat_cents) as stated, l.vat_category, l.vat_rate_basis_points,
        sign(sum(l.net_cents)) * div(abs(sum(l.net_cents)) * l.vat_rate_basis_points * 2 + 10000, 20000) as vat_cents
      from p join billing_document_lines l on l.document_id = p.id
      group by 1, 3, 4
    ),
    v as (
      select n, vat_category, vat_rate_basis_points, vat_cents + case when row_number() over (
          partition by n order by vat_rate_basis_points desc, vat_category) = 1
        then stated - sum(vat_cents) over (partition by n) else 0 end as vat_cents
      from rounded
    )`

/** Documents of a scope. */
export async function countDocuments(tx: Tx, scope: ExportScope): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(
    sql`select count(*)::int as rows from billing_documents d where ${isInScope(scope)}`,
  )
  return row?.rows ?? 0
}

/** Lines (`l`) of the documents of a scope. */
export async function countLines(tx: Tx, scope: ExportScope, only: SQL): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(sql`
    select count(*)::int as rows from billing_documents d join billing_document_lines l on l.document_id = d.id
    where ${isInScope(scope)} and ${only}`)
  return row?.rows ?? 0
}

/** How many rows `renderTaxes` has for the documents of a scope. */
export async function countTaxes(tx: Tx, scope: ExportScope): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(sql`
    with p as materialized (select d.id, d.id as n, d.vat_cents from billing_documents d where ${isInScope(scope)}), ${vatByRate}
    select count(*)::int as rows from v where v.vat_cents <> 0`)
  return row?.rows ?? 0
}

export type ControlTotal = { number: string; netCents: string; vatCents: string; grossCents: string }

/** Totals stated by the documents themselves, to check a file's sums. Credit notes are negative. */
export async function listControlTotals(tx: Tx, ids: readonly string[]): Promise<ControlTotal[]> {
  const rows = await tx.execute<ControlTotal>(sql`
    with p as materialized (${pages(named(ids))})
    select p.number, (p.sign * p.net_cents)::text as "netCents", (p.sign * p.vat_cents)::text as "vatCents",
      (p.sign * p.gross_cents)::text as "grossCents" from p order by p.n`)
  return [...rows]
}
