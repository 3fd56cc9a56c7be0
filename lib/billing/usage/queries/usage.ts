import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { asTime } from '~/db/expressions/as-time'
import type { Meter } from '~/db/schema/catalogue'
import type { CostReferences } from '~/db/schema/ordering/ordering'
import type { ResourceKind } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'
import { isOfReplacement } from '../../queries/replacements'

const ids = (values: readonly string[]) =>
  sql`array(select json_array_elements_text(${JSON.stringify(values)}::json))`

export type UsageRow = {
  resourceKind: ResourceKind | 'address'
  resourceId: string
  meter: Meter
  projectId: Id<'project'>
  bundleId: Id<'bundle'>
  priceVersionId: Id<'priceVersion'>
  microCentsPerHour: string
  listMicroCentsPerHour: string | null
  costReferences: CostReferences
  /** Epoch seconds: usage is to the second. */
  startedAt: number
  endedAt: number | null
}

/** Usage of an organisation within `[from, to)`, optionally of given resources, in time order. */
export async function listUsage(
  tx: Tx,
  organisationId: Id<'organisation'>,
  window: { from: Date; to: Date },
  resourceIds?: readonly string[],
): Promise<UsageRow[]> {
  const rows = await tx.execute<UsageRow>(sql`
    select resource_kind as "resourceKind", resource_id as "resourceId", meter, project_id as "projectId",
      bundle_id as "bundleId", price_version_id as "priceVersionId", micro_cents_per_hour::text as "microCentsPerHour",
      list_micro_cents_per_hour::text as "listMicroCentsPerHour", cost_references as "costReferences",
      extract(epoch from started_at)::float8 as "startedAt", extract(epoch from ended_at)::float8 as "endedAt"
    from usage_intervals
    where organisation_id = ${organisationId} and started_at < ${asTime(window.to)}
      and (ended_at is null or ended_at > ${asTime(window.from)})
      ${resourceIds ? sql`and resource_id = any (${ids(resourceIds)})` : sql``}
    order by started_at`)
  return [...rows]
}

export type NamedResource = {
  id: string
  name: string
  zone: string | null
  tags: Record<string, string> | null
}

/** The current names of resources, deleted ones included. */
export async function listResourceNames(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<NamedResource[]> {
  const rows = await tx.execute<NamedResource>(sql`
    with named as (
      select id, name, zone_id, tags from instances where organisation_id = ${organisationId}
      union all select id, name, zone_id, tags from volumes where organisation_id = ${organisationId}
      union all select id, name, zone_id, null from volume_snapshots where organisation_id = ${organisationId}
      union all select id, name, zone_id, null from instance_snapshots where organisation_id = ${organisationId}
      union all select id, name, zone_id, null from private_images where organisation_id = ${organisationId}
      union all select id, name, zone_id, null from volume_backups where organisation_id = ${organisationId}
      union all select id, address, zone_id, null from public_addresses where organisation_id = ${organisationId}
      union all select id, name, zone_id, null from balancers where organisation_id = ${organisationId}
    )
    select named.id, named.name, z.code as zone, named.tags from named left join zones z on z.id = named.zone_id`)
  return [...rows]
}

export type LateResource = { period: string; resourceIds: string[] }

/**
 * Resources with usage recorded after their month was closed, by month; also within the hour before, because a
 * transaction may have committed later. Checking billed usage again yields no difference.
 */
export async function listLateResources(tx: Tx, organisationId: Id<'organisation'>): Promise<LateResource[]> {
  const rows = await tx.execute<LateResource>(sql`
    select b.period, array_agg(distinct u.resource_id) as "resourceIds"
    from billed_months b
    join usage_intervals u on u.organisation_id = b.organisation_id
      and (u.recorded_at > b.closed_at - interval '1 hour' or u.closed_recorded_at > b.closed_at - interval '1 hour')
      and u.started_at < ((b.period || '-01')::date + interval '1 month')::timestamp at time zone 'Europe/Paris'
      and (u.ended_at is null or u.ended_at > (b.period || '-01')::timestamp at time zone 'Europe/Paris'
        or u.closed_recorded_at > b.closed_at - interval '1 hour')
    where b.organisation_id = ${organisationId}
    group by b.period order by b.period`)
  return [...rows]
}

export type BilledLineRow = Omit<UsageRow, 'costReferences' | 'priceVersionId'> & {
  key: string
  usedSeconds: string
  billedSeconds: string
  cents: string
  creditedCents: string
}

/**
 * Billed time of these resources for a month, by line key, over all documents, and the amounts credited on those lines,
 * including when they were reissued under another number.
 */
export async function listBilledLines(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
  resourceIds: readonly string[],
): Promise<BilledLineRow[]> {
  const rows = await tx.execute<BilledLineRow>(sql`
    select substr(bound, 17) as key, min(resource_kind) as "resourceKind", min(resource_id) as "resourceId",
      min(meter) as meter, min(project_id) as "projectId", min(bundle_id) as "bundleId",
      coalesce(min(micro_cents_per_hour), 0)::text as "microCentsPerHour", null as "listMicroCentsPerHour",
      extract(epoch from min(started_at))::float8 as "startedAt", extract(epoch from max(ended_at))::float8 as "endedAt",
      coalesce(sum(used_seconds), 0)::text as "usedSeconds", coalesce(sum(billed_seconds), 0)::text as "billedSeconds",
      sum(net_cents)::text as cents, coalesce(sum(given_back.cents), 0)::text as "creditedCents"
    from billing_document_lines l left join (
      select coalesce(n.original_document_id, d.corrects_document_id) as document_id, c.position as corrects, sum(c.net_cents) as cents
      from billing_documents d join billing_document_lines c on c.document_id = d.id and c.kind in ('usage', 'late_usage')
        left join invoice_replacements n on n.document_id = d.corrects_document_id
      where d.organisation_id = ${organisationId} and d.kind = 'credit_note' and d.state = 'final' and not ${isOfReplacement} group by 1, 2
    ) given_back on given_back.document_id = l.document_id and given_back.corrects = l.position
    where organisation_id = ${organisationId} and usage_period = ${period} and kind in ('usage', 'late_usage')
      and meter <> 'traffic_out' and bound is not null and resource_id = any (${ids(resourceIds)})
    group by 1`)
  return [...rows]
}

export type OwedExit = { id: string; name: string; projectId: Id<'project'>; owedAt: Date; cents: string }

/** Exit fees of commitments left before `to` that are not billed yet. */
export async function listOwedExits(tx: Tx, organisationId: Id<'organisation'>, to: Date) {
  const rows = await tx.execute<OwedExit>(sql`
    select e.id, coalesce(i.name, v.name, c.resource_id) as name, e.project_id as "projectId", e.owed_at as "owedAt", e.cents::text as cents
    from commitment_exits e join commitments c on c.id = e.commitment_id
      left join instances i on i.id = c.resource_id left join volumes v on v.id = c.resource_id
    where e.organisation_id = ${organisationId} and e.state = 'owed' and e.owed_at < ${asTime(to)} and e.cents > 0
      and not exists (select 1 from billing_document_lines l where l.bound = e.id)
    order by e.owed_at, e.id`)
  return [...rows].map((row) => ({ ...row, owedAt: new Date(row.owedAt) }))
}

const costKeys = {
  project: sql`coalesce(l.project_id, '')`,
  resource: sql`coalesce(l.resource_id, l.label)`,
  cost_centre: sql`coalesce(l.cost_centre, '')`,
  meter: sql`coalesce(l.meter, l.kind)`,
}
const costLabels = {
  project: sql`coalesce(max(l.project_name), '')`,
  resource: sql`coalesce(max(l.detail), max(l.label))`,
  cost_centre: sql`coalesce(max(l.cost_centre), '')`,
  meter: sql`coalesce(max(l.meter), max(l.kind))`,
}

/**
 * Net invoiced usage by part and month, from a month on and before another. By tag: the resource's tag at invoicing, or else its project's
 * current tag.
 */
export async function listCostHistory(
  tx: Tx,
  organisationId: Id<'organisation'>,
  { from, before }: { from: string; before: string },
  { by, tagKey }: { by: keyof typeof costKeys | 'tag'; tagKey: string },
): Promise<{ period: string; key: string; label: string; cents: string }[]> {
  const tag = sql`coalesce(l.tags ->> ${tagKey}::text, p.tags ->> ${tagKey}::text, '')`
  const rows = await tx.execute<{ period: string; key: string; label: string; cents: string }>(sql`
    select l.usage_period as period, ${by === 'tag' ? tag : costKeys[by]} as key,
      ${by === 'tag' ? sql`max(${tag})` : costLabels[by]} as label,
      sum(case d.kind when 'invoice' then l.net_cents else -l.net_cents end)::text as cents
    from billing_document_lines l join billing_documents d on d.id = l.document_id and d.state = 'final'
      ${by === 'tag' ? sql`left join projects p on p.id = l.project_id` : sql``}
    where l.organisation_id = ${organisationId} and l.usage_period >= ${from}
      and l.usage_period < ${before} group by 1, 2`)
  return [...rows]
}
