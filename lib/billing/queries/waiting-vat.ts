import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

type Subtotal = { rateBasisPoints: number; baseCents: bigint; vatCents: bigint }

/** An invoice with VAT due on payment, and the facts that determine how much is due. */
export type WaitingVatRow = {
  id: Id<'invoice'>
  organisationId: Id<'organisation'>
  sellingEntityId: Id<'sellingEntity'>
  number: string
  customerName: string
  vat: Subtotal[]
  /** From its credit notes. */
  credited: Subtotal[]
  paidCents: bigint
  /** VAT collected in the ledger, by account. */
  collected: Map<string, bigint>
}

type RawSubtotal = { rateBasisPoints: number; baseCents: string; vatCents: string }
type Raw = Omit<WaitingVatRow, 'vat' | 'credited' | 'paidCents' | 'collected'> & {
  vat: RawSubtotal[]
  credited: RawSubtotal[][]
  paidCents: string
  collected: [string, string][]
}

/**
 * The subset of these invoices with VAT posted to the waiting account. The ledger decides, not the document: an invoice
 * posted otherwise keeps its posting.
 */
export async function listWaitingVat(
  tx: Tx,
  ids: readonly Id<'invoice'>[],
  waitingAccount: string,
): Promise<WaitingVatRow[]> {
  if (ids.length === 0) return []
  const rows = await tx.execute<Raw>(sql`
    select d.id, d.organisation_id as "organisationId", d.selling_entity_id as "sellingEntityId", d.number,
      d.content #>> '{buyer,name}' as "customerName", d.content -> 'vat' as vat,
      coalesce(s.paid_cents, 0)::text as "paidCents",
      coalesce((select json_agg(c.content -> 'vat') from billing_documents c
        where c.corrects_document_id = d.id and c.organisation_id = d.organisation_id and c.state = 'final'), '[]') as credited,
      coalesce((select json_agg(json_build_array(m.account, m.cents::text)) from (
        select e.account, sum(e.credit_cents - e.debit_cents) as cents from ledger_transactions t
        join ledger_entries e on e.transaction_id = t.id
        where t.document_id = d.id and t.kind = 'vat_collected' and e.account <> ${waitingAccount} group by 1) m), '[]') as collected
    from billing_documents d left join document_settlements s on s.document_id = d.id
    where d.id = any (${sql.param([...ids])}::text[]) and d.state = 'final' and d.kind = 'invoice'
      and exists (select 1 from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
        where t.document_id = d.id and t.kind = 'invoice' and e.account = ${waitingAccount})
    order by d.id`)
  return rows.map(({ vat, credited, paidCents, collected, ...row }) => ({
    ...row,
    vat: vat.map(toSubtotal),
    credited: credited.flat().map(toSubtotal),
    paidCents: BigInt(paidCents),
    collected: new Map(collected.map(([account, cents]) => [account, BigInt(cents)])),
  }))
}

const toSubtotal = ({ rateBasisPoints, baseCents, vatCents }: RawSubtotal): Subtotal => ({
  rateBasisPoints,
  baseCents: BigInt(baseCents),
  vatCents: BigInt(vatCents),
})
