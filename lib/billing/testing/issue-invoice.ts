import type postgres from 'postgres'
import { type Id, newId } from '~/lib/kernel/ids'

type Issued = { number: string; grossCents: bigint; dueOn: string }

/** Inserts an issued invoice without lines, at 20 % VAT, of the only selling entity. */
export async function issueInvoice(
  sql: postgres.Sql,
  organisationId: Id<'organisation'>,
  { number, grossCents, dueOn }: Issued,
): Promise<Id<'invoice'>> {
  const id = newId('invoice')
  const [seller] = await sql`select id from selling_entities limit 1`
  const netCents = (grossCents * 5n) / 6n
  await sql`insert into billing_documents (id, organisation_id, selling_entity_id, kind, state, period, grouping_key, net_cents, vat_cents, gross_cents, content, content_sha256, created_at)
    values (${id}, ${organisationId}, ${seller?.id}, 'invoice', 'draft', '2026-09', '', ${`${netCents}`}, ${`${grossCents - netCents}`}, ${`${grossCents}`}, '{}', '-', now())`
  await sql`update billing_documents set state = 'final', series = 'T', number = ${number}, issued_on = '2026-10-03', due_on = ${dueOn}, finalised_at = now() where id = ${id}`
  return id
}
