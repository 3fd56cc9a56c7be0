import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { executeRaw } from '~/db/execute-raw'
import type { ExportScope, RowBatch } from './document-rows'
import { type Column, type RowFormat, renderRow } from './render-row'

/** Column names as in the file. `p` is a payment. */
export const paymentColumns: readonly Column[] = [
  { name: 'received_on', type: 'day', value: sql`p.occurred_on` },
  { name: 'kind', type: 'text', value: sql`p.kind` },
  { name: 'reference', type: 'text', value: sql`p.reference` },
  { name: 'label', type: 'text', value: sql`p.label` },
  { name: 'customer_code', type: 'text', value: sql`p.customer_code` },
  { name: 'customer', type: 'text', value: sql`p.customer` },
  { name: 'amount_eur', type: 'cents', value: sql`p.cents` },
  { name: 'invoices', type: 'text', value: sql`p.invoices` },
]

/**
 * Payments of the month, or those that a schedule assigned to this export, with the invoices that each paid, in order
 * of receipt, after a cursor: bank and card movements, per customer. Read from the allocations instead of the ledger,
 * where a debit file is one entry of many customers, which none of them may see.
 */
export async function renderPayments(
  tx: Tx,
  scope: ExportScope,
  after: string,
  format: RowFormat,
  limit: number,
): Promise<RowBatch & { last: string | null }> {
  const [[bytes, rows, last] = []] = await executeRaw(
    tx,
    sql`
    with taken as (
      select min(a.id) as id, a.organisation_id, a.movement_id, a.card_payment_id, a.card_refund_id, a.occurred_on,
        max(a.label) as label, sum(a.cents) as cents, string_agg(distinct d.number, ' ' order by d.number) as invoices
      from payment_allocations a left join billing_documents d on d.id = a.document_id
      where ${isAllocatedIn(scope)}
      group by ${onePayment}
      having sum(a.cents) <> 0 and min(a.id) > ${after}
      order by 1 limit ${limit}
    ), p as (
      select taken.*, coalesce(card_refund_id, card_payment_id, movement_id) as reference, o.legal_name as customer,
        coalesce(b.customer_code, taken.organisation_id) as customer_code,
        case when card_refund_id is not null then 'card_refund'
          when cents > 0 then case when card_payment_id is not null then 'card_payment' else 'payment' end
          when invoices is not null or exists (select 1 from payment_allocations came
            where came.movement_id = taken.movement_id and came.organisation_id = taken.organisation_id and came.cents > 0
            and came.id < taken.id) then 'payment_return'
          else 'refund' end as kind
      from taken join organisations o on o.id = taken.organisation_id
      left join billing_profiles b on b.organisation_id = taken.organisation_id
    )
    select string_agg(${renderRow(paymentColumns, format)}, '' order by p.id), count(*), max(p.id) from p`,
  )
  const written = Number(rows)
  return { pieces: bytes ? [bytes] : [], rows: written, last: written < limit ? null : `${last}` }
}

/** The allocations (`a`) of a scope. */
const isAllocatedIn = ({ period, organisationId, exportId }: ExportScope): SQL =>
  sql`${
    exportId
      ? sql`exists (select 1 from export_payments e where e.export_id = ${exportId} and e.allocation_id = a.id)`
      : sql`a.occurred_on >= ${`${period}-01`}::date and a.occurred_on < ${`${period}-01`}::date + interval '1 month'`
  } and ${organisationId === null ? sql`true` : sql`a.organisation_id = ${organisationId}`}`

/** What makes allocations (`a`) one payment of a customer. */
const onePayment = sql`a.organisation_id, a.movement_id, a.card_payment_id, a.card_refund_id, a.occurred_on, a.created_at`

/** How many rows `renderPayments` has in all. */
export async function countPayments(tx: Tx, scope: ExportScope): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(sql`
    select count(*)::int as rows from (select 1 from payment_allocations a where ${isAllocatedIn(scope)}
      group by ${onePayment} having sum(a.cents) <> 0) p`)
  return row?.rows ?? 0
}
