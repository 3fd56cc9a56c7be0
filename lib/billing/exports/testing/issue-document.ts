import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import { type Id, newId } from '~/lib/kernel/ids'
import { encodeDocument } from '../../invoices/document-codec'
import type { IssuedDocument } from '../../invoices/issued-document'

/** Inserts a selling entity for documents of tests. */
export async function insertSeller(sql: postgres.Sql): Promise<Id<'sellingEntity'>> {
  const id = newId('sellingEntity')
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
    values (${id}, 'Andromède Cloud SAS', '732829320', 'FR44732829320', 'CMD', true)`
  return id
}

/** Inserts the document as issued, with its lines and its ledger entry. */
export async function issueDocument(
  sql: postgres.Sql,
  of: { sellingEntityId: Id<'sellingEntity'>; organisationId: Id<'organisation'>; corrects?: Id<'invoice'> },
  document: IssuedDocument,
  finalisedAt = new Date(),
): Promise<Id<'invoice'>> {
  const id = newId('invoice')
  const content = encodeDocument(document)
  const { totals } = document
  const big = (cents: bigint) => cents.toString()
  await sql.begin(async (tx) => {
    await tx`insert into billing_documents (id, organisation_id, selling_entity_id, kind, state, period, grouping_key, corrects_document_id, net_cents, vat_cents, gross_cents, content, content_sha256, created_at)
      values (${id}, ${of.organisationId}, ${of.sellingEntityId}, ${document.kind}, 'draft', ${document.period.from.slice(0, 7)}, '', ${of.corrects ?? null}, ${big(totals.netCents)}, ${big(totals.vatCents)}, ${big(totals.grossCents)}, ${content}::text::json, ${createHash('sha256').update(content).digest('hex')}, now())`
    for (const line of document.lines)
      await tx`insert into billing_document_lines (document_id, position, organisation_id, kind, label, detail, resource_id, resource_kind, meter, project_name, cost_centre, tags, usage_period, started_at, ended_at, used_seconds, billed_seconds, micro_cents_per_hour, list_micro_cents_per_hour, net_cents, vat_category, vat_rate_basis_points)
        values (${id}, ${line.position}, ${of.organisationId}, ${line.kind}, ${line.label}, ${line.detail ?? null}, ${line.resourceId ?? null}, ${line.resourceKind ?? null}, ${line.meter ?? null}, ${line.projectName ?? null}, ${line.costCentre ?? null}, ${line.tags ? tx.json(line.tags) : null}, ${document.period.from.slice(0, 7)}, ${line.period.from}, ${line.period.to}, ${line.usedSeconds?.toString() ?? null}, ${line.billedSeconds?.toString() ?? null}, ${line.microCentsPerHour?.toString() ?? null}, ${line.listMicroCentsPerHour?.toString() ?? null}, ${big(line.netCents)}, ${line.vatCategory}, ${line.vatRateBasisPoints})`
    await tx`update billing_documents set state = 'final', series = 'FAC-2026', number = ${document.number}, issued_on = ${document.issuedOn}, due_on = ${document.dueOn}, finalised_at = ${finalisedAt} where id = ${id}`
  })
  return id
}
