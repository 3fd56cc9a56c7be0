import { and, asc, eq, isNotNull, like, notLike, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { LedgerJournal } from '~/db/schema/billing/ledger'
import { numberJumps } from '~/db/schema/recovery'
import type { Id } from '~/lib/kernel/ids'
import { type ExportScope, isInScope } from './document-rows'

export type LedgerRow = {
  sequence: number
  journal: LedgerJournal
  pieceReference: string
  label: string
  occurredOn: string
  validatedOn: string
  account: string
  auxiliary: string | null
  auxiliaryName: string | null
  debitCents: string
  creditCents: string
}

/** Ledger entries validated in an interval, or dated in a year. */
export type LedgerScope = { sellingEntityId: Id<'sellingEntity'> } & (
  | { from: Date; to: Date }
  | { year: string }
)

const isWithin = (of: LedgerScope) =>
  'year' in of
    ? sql`occurred_on between ${`${of.year}-01-01`}::date and ${`${of.year}-12-31`}::date`
    : sql`validated_at >= ${of.from.toISOString()}::timestamptz and validated_at < ${of.to.toISOString()}::timestamptz`

/** Ledger entries in validation order after a number: whole transactions, at most `limit` of them. */
export async function listLedgerRows(
  tx: Tx,
  of: LedgerScope,
  afterSequence: number,
  limit: number,
): Promise<LedgerRow[]> {
  const rows = await tx.execute<LedgerRow>(sql`
    with t as (
      select * from ledger_transactions
      where selling_entity_id = ${of.sellingEntityId} and sequence > ${afterSequence}
        and ${isWithin(of)}
      order by sequence limit ${limit}
    )
    select t.sequence, t.journal, t.piece_reference as "pieceReference", t.label, t.occurred_on::text as "occurredOn",
      to_char(t.validated_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as "validatedOn",
      e.account, e.auxiliary, case when e.auxiliary is not null then coalesce(o.legal_name, e.auxiliary) end as "auxiliaryName",
      e.debit_cents::text as "debitCents", e.credit_cents::text as "creditCents"
    from t join ledger_entries e on e.transaction_id = t.id
    left join billing_profiles b on b.customer_code = e.auxiliary
    left join organisations o on o.id = b.organisation_id
    order by t.sequence, e.position`)
  return [...rows]
}

/** Years with entries in the default seller's books, latest first. */
export async function listBookedYears(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<{ year: string }>(sql`
    select y::text as year from (select min(t.occurred_on) as first, max(t.occurred_on) as last
      from ledger_transactions t join selling_entities s on s.id = t.selling_entity_id and s.is_default) t,
      generate_series(extract(year from t.first)::int, extract(year from t.last)::int) y
    order by y desc`)
  return rows.map(({ year }) => year)
}

export type SellerOfBooks = { id: Id<'sellingEntity'>; siren: string; legalName: string }

export async function findSellerOfBooks(tx: Tx): Promise<SellerOfBooks | null> {
  const [row] = await tx.execute<SellerOfBooks>(
    sql`select id, siren, legal_name as "legalName" from selling_entities where is_default limit 1`,
  )
  return row ?? null
}

export type BuyerOfBooks = { kind: string; siren: string | null; legalName: string; vatNumber: string | null }

export async function findBuyerOfBooks(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<BuyerOfBooks | null> {
  const [row] = await tx.execute<BuyerOfBooks>(
    sql`select kind, siren, legal_name as "legalName", vat_number as "vatNumber" from organisations where id = ${organisationId}`,
  )
  return row ?? null
}

export type PurchaseRow = {
  /** The number among all entries of its buyer, from one on; null for a document of zero. */
  entryNumber: number | null
  number: string
  kind: 'invoice' | 'credit_note'
  issuedOn: string
  costCentre: string | null
  netCents: string
  vatCents: string
  grossCents: string
}

/**
 * Totals of each document of an organisation by cost centre, in order of issue. Entries are numbered over everything
 * ever issued to the organisation, so that each file continues the previous one's numbers.
 */
export async function listPurchaseRows(
  tx: Tx,
  of: ExportScope & { organisationId: Id<'organisation'> },
): Promise<PurchaseRow[]> {
  const rows = await tx.execute<PurchaseRow>(sql`
    with numbered as (
      select d.id, row_number() over (order by d.issued_on, d.finalised_at, d.number)::int as entry_number
      from billing_documents d
      where d.organisation_id = ${of.organisationId} and d.state = 'final' and (d.gross_cents <> 0 or exists (
        select 1 from billing_document_lines l where l.document_id = d.id group by l.cost_centre having sum(l.net_cents) <> 0))
    )
    select n.entry_number as "entryNumber", d.number, d.kind, d.issued_on::text as "issuedOn", l.cost_centre as "costCentre",
      sum(l.net_cents)::text as "netCents", d.vat_cents::text as "vatCents", d.gross_cents::text as "grossCents"
    from billing_documents d join billing_document_lines l on l.document_id = d.id left join numbered n on n.id = d.id
    where ${isInScope(of)}
    group by n.entry_number, d.number, d.kind, d.issued_on, d.finalised_at, l.cost_centre, d.vat_cents, d.gross_cents
    order by d.issued_on, d.finalised_at, d.number, l.cost_centre nulls last`)
  return [...rows]
}

export type PurchaseAccount = { costCentre: string; account: string }

export async function listPurchaseAccounts(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<PurchaseAccount[]> {
  const rows = await tx.execute<PurchaseAccount>(sql`
    select cost_centre as "costCentre", account from purchase_accounts
    where organisation_id = ${organisationId} order by cost_centre`)
  return [...rows]
}

export async function replacePurchaseAccounts(
  tx: Tx,
  organisationId: Id<'organisation'>,
  accounts: readonly PurchaseAccount[],
  now: Date,
): Promise<void> {
  await tx.execute(sql`delete from purchase_accounts where organisation_id = ${organisationId}`)
  for (const { costCentre, account } of accounts)
    await tx.execute(sql`
      insert into purchase_accounts (organisation_id, cost_centre, account, updated_at)
      values (${organisationId}, ${costCentre}, ${account}, ${now.toISOString()}::timestamptz)`)
}

export type InvoicedLaterRow = {
  invoice: string
  costCentre: string | null
  vatRateBasisPoints: number
  netCents: string
}

/**
 * Usage up to the end of a month that was invoiced, or credited, after its last day, by document, cost centre and rate.
 */
export async function listInvoicedLater(
  tx: Tx,
  of: { organisationId: Id<'organisation'>; period: string; lastDay: string },
): Promise<InvoicedLaterRow[]> {
  const rows = await tx.execute<InvoicedLaterRow>(sql`
    select d.number as invoice, l.cost_centre as "costCentre", l.vat_rate_basis_points as "vatRateBasisPoints",
      sum(case d.kind when 'invoice' then l.net_cents else -l.net_cents end)::text as "netCents"
    from billing_documents d join billing_document_lines l on l.document_id = d.id
    where d.organisation_id = ${of.organisationId} and d.state = 'final' and d.issued_on > ${of.lastDay}::date
      and l.usage_period <= ${of.period}
    group by 1, 2, 3 order by 1, 2 nulls last, 3`)
  return [...rows]
}

/** Whether a month was invoiced, and the rate of the organisation's last invoice; null without any. */
export async function findInvoicing(
  tx: Tx,
  of: { organisationId: Id<'organisation'>; period: string },
): Promise<{ isClosed: boolean; vatRateBasisPoints: number | null }> {
  const [row] = await tx.execute<{ isClosed: boolean; vatRateBasisPoints: number | null }>(sql`
    select exists (select 1 from billed_months where organisation_id = ${of.organisationId} and period = ${of.period}) as "isClosed",
      (select l.vat_rate_basis_points from billing_documents d join billing_document_lines l on l.document_id = d.id
        where d.organisation_id = ${of.organisationId} and d.state = 'final' and d.kind = 'invoice'
        order by d.issued_on desc, d.number desc, l.position limit 1) as "vatRateBasisPoints"`)
  return row ?? { isClosed: false, vatRateBasisPoints: null }
}

/** Numbers of a year's invoices and credit notes that were given out before a restore and are in no row, as two people confirmed. */
export async function listExplainedGaps(
  tx: Tx,
  { sellingEntityId, year }: { sellingEntityId: Id<'sellingEntity'>; year: string },
) {
  return tx
    .select({
      series: numberJumps.series,
      fromNumber: numberJumps.fromNumber,
      toNumber: numberJumps.toNumber,
      reason: numberJumps.reason,
      reference: numberJumps.reference,
      confirmedAt: numberJumps.confirmedAt,
    })
    .from(numberJumps)
    .where(
      and(
        eq(numberJumps.sellingEntityId, sellingEntityId),
        like(numberJumps.series, `%-${year}`),
        notLike(numberJumps.series, 'order-%'),
        notLike(numberJumps.series, 'quote-%'),
        isNotNull(numberJumps.confirmedAt),
      ),
    )
    .orderBy(asc(numberJumps.series), asc(numberJumps.fromNumber))
}
