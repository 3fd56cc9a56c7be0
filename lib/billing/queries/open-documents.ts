import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

export type OpenDocumentRow = {
  id: Id<'invoice'>
  organisationId: Id<'organisation'>
  sellingEntityId: Id<'sellingEntity'>
  number: string
  customerName: string
  customerCode: string
  issuedOn: string
  dueOn: string
  grossCents: bigint
  paidCents: bigint
  /** From its credit notes. */
  creditedCents: bigint
  /** The open amount, never negative. */
  openCents: bigint
}

type Raw = Omit<OpenDocumentRow, 'grossCents' | 'paidCents' | 'creditedCents' | 'openCents'> &
  Record<'grossCents' | 'paidCents' | 'creditedCents', string>

/** Issued invoices with their paid and credited amounts; the only definition of the open amount. */
const settled = sql`
  select d.id, d.organisation_id as "organisationId", d.selling_entity_id as "sellingEntityId", d.number,
    o.legal_name as "customerName", coalesce(p.customer_code, d.organisation_id) as "customerCode",
    d.issued_on::text as "issuedOn", d.due_on::text as "dueOn", d.gross_cents::text as "grossCents",
    coalesce(s.paid_cents, 0)::text as "paidCents",
    coalesce((select sum(c.gross_cents) from billing_documents c
      where c.corrects_document_id = d.id and c.organisation_id = d.organisation_id and c.state = 'final'), 0)::text as "creditedCents"
  from billing_documents d
  join organisations o on o.id = d.organisation_id
  left join billing_profiles p on p.organisation_id = d.organisation_id
  left join document_settlements s on s.document_id = d.id
  where d.state = 'final' and d.kind = 'invoice'`

async function read(tx: Tx, condition: SQL): Promise<OpenDocumentRow[]> {
  const rows = await tx.execute<Raw>(sql`${settled} and ${condition} order by d.due_on, d.number`)
  return rows.map((row) => {
    const [grossCents, paidCents, creditedCents] = [
      BigInt(row.grossCents),
      BigInt(row.paidCents),
      BigInt(row.creditedCents),
    ]
    const rest = grossCents - paidCents - creditedCents
    return { ...row, grossCents, paidCents, creditedCents, openCents: rest > 0n ? rest : 0n }
  })
}

/** Invoices with an open amount, oldest first; optionally of one customer. */
export async function listOpenDocuments(
  tx: Tx,
  organisationId: Id<'organisation'> | null = null,
): Promise<OpenDocumentRow[]> {
  const rows = await read(
    tx,
    sql`coalesce(s.paid_cents, 0) < d.gross_cents and (${organisationId}::text is null or d.organisation_id = ${organisationId})`,
  )
  return rows.filter(({ openCents }) => openCents > 0n)
}

/** These invoices, paid or not, the oldest first. */
export async function listSettled(tx: Tx, ids: readonly Id<'invoice'>[]): Promise<OpenDocumentRow[]> {
  return ids.length === 0 ? [] : read(tx, sql`d.id = any (${list(ids)})`)
}

/** Issued invoices of these numbers. */
export async function listByNumbers(tx: Tx, numbers: readonly string[]): Promise<OpenDocumentRow[]> {
  return numbers.length === 0 ? [] : read(tx, sql`d.number = any (${list(numbers)})`)
}

/** Every invoice of a customer, the oldest first. */
export async function listInvoicesOf(tx: Tx, organisationId: Id<'organisation'>): Promise<OpenDocumentRow[]> {
  return read(tx, sql`d.organisation_id = ${organisationId}`)
}

/**
 * Locks the paid amounts of these invoices in id order until the transaction ends, and reads them: no other transaction
 * pays them in the meantime.
 */
export async function lockSettled(tx: Tx, ids: readonly Id<'invoice'>[]): Promise<OpenDocumentRow[]> {
  if (ids.length === 0) return []
  await tx.execute(sql`
    insert into document_settlements (document_id, organisation_id, gross_cents, paid_cents)
    select d.id, d.organisation_id, d.gross_cents, 0 from billing_documents d
    where d.id = any (${list(ids)}) and d.state = 'final' and d.kind = 'invoice' order by d.id
    on conflict do nothing`)
  await tx.execute(
    sql`select 1 from document_settlements where document_id = any (${list(ids)}) order by document_id for update`,
  )
  return listSettled(tx, ids)
}

/** Changes the paid amount of an invoice, which the caller has locked. */
export async function movePaid(tx: Tx, id: Id<'invoice'>, cents: bigint): Promise<void> {
  await tx.execute(
    sql`update document_settlements set paid_cents = paid_cents + ${cents}::bigint where document_id = ${id}`,
  )
}

const list = (ids: readonly string[]) =>
  sql`array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::text[]`
