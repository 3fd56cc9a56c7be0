import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingDocuments } from '~/db/schema/billing/documents'
import type { Id } from '~/lib/kernel/ids'

/** Inserts a draft with its content; it gets a number only when finalised. */
export async function insertDraft(tx: Tx, row: typeof billingDocuments.$inferInsert): Promise<void> {
  await tx.insert(billingDocuments).values(row)
}

/** Deletes all drafts of an organisation for a month; final documents cannot be deleted. */
export async function deleteDrafts(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
): Promise<void> {
  await tx
    .delete(billingDocuments)
    .where(
      and(
        eq(billingDocuments.organisationId, organisationId),
        eq(billingDocuments.period, period),
        eq(billingDocuments.state, 'draft'),
      ),
    )
}

/** Inserts the lines of a draft as rows, from its document text; `bounds` in line order. */
export async function insertLines(
  tx: Tx,
  documentId: Id<'invoice'>,
  content: string,
  bounds: readonly (string | null)[],
): Promise<void> {
  await tx.execute(sql`
    insert into billing_document_lines (document_id, position, organisation_id, kind, label, detail, resource_id,
      resource_kind, bundle_id, meter, project_id, project_name, cost_centre, tags, document_references, usage_period,
      started_at, ended_at, used_seconds, billed_seconds, micro_cents_per_hour, list_micro_cents_per_hour, used_mebibytes,
      included_mebibytes, billed_mebibytes, micro_cents_per_gibibyte, net_cents, vat_category, vat_rate_basis_points, bound)
    select d.id, l.position, d.organisation_id, l.kind, l.label, l.detail, l."resourceId", l."resourceKind",
      l."bundleId", l.meter, l."projectId", l."projectName", l."costCentre", l.tags, l."references",
      case when b.bound ~ '^[0-9]{4}-[0-9]{2} ' then left(b.bound, 7) else d.period end,
      (l.period ->> 'from')::timestamptz, (l.period ->> 'to')::timestamptz, l."usedSeconds", l."billedSeconds",
      l."microCentsPerHour", l."listMicroCentsPerHour", l."usedMebibytes", l."includedMebibytes", l."billedMebibytes",
      l."microCentsPerGibibyte", l."netCents", l."vatCategory", l."vatRateBasisPoints", b.bound
    from billing_documents d,
      rows from (
        json_to_recordset(${content}::json -> 'lines') as (position int, kind text, label text, detail text, "resourceId" text,
          "resourceKind" text, "bundleId" text, meter text, "projectId" text, "projectName" text, "costCentre" text,
          tags jsonb, "references" jsonb, period json, "usedSeconds" bigint, "billedSeconds" bigint,
          "microCentsPerHour" bigint, "listMicroCentsPerHour" bigint, "usedMebibytes" bigint, "includedMebibytes" bigint,
          "billedMebibytes" bigint, "microCentsPerGibibyte" bigint, "netCents" bigint, "vatCategory" text,
          "vatRateBasisPoints" int),
        json_array_elements_text(${JSON.stringify(bounds)}::json)
      ) as l(position, kind, label, detail, "resourceId", "resourceKind", "bundleId", meter, "projectId", "projectName",
        "costCentre", tags, "references", period, "usedSeconds", "billedSeconds", "microCentsPerHour",
        "listMicroCentsPerHour", "usedMebibytes", "includedMebibytes", "billedMebibytes", "microCentsPerGibibyte", "netCents",
        "vatCategory", "vatRateBasisPoints", bound),
      lateral (select l.bound) as b(bound)
    where d.id = ${documentId}`)
}

/** From here on the document is immutable. */
export async function finalise(
  tx: Tx,
  id: Id<'invoice'>,
  issue: {
    series: string
    number: string
    issuedOn: string
    dueOn: string
    finalisedAt: Date
    content: string
    contentSha256: string
  },
): Promise<void> {
  await tx
    .update(billingDocuments)
    .set({ ...issue, state: 'final' })
    .where(eq(billingDocuments.id, id))
}
