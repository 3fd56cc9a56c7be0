import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { CostReferences } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'

const ids = (values: readonly string[]) =>
  sql`array(select json_array_elements_text(${JSON.stringify(values)}::json))`

export type TrafficRow = {
  resourceId: Id<'instance'>
  projectId: Id<'project'>
  costReferences: CostReferences
  priceId: Id<'trafficPrice'>
  includedMebibytes: string
  microCentsPerGibibyte: string
  bytes: string
  from: Date
  to: Date
}

/**
 * Outgoing traffic of servers in the month that starts at `from`, optionally of given servers, with the month's price.
 */
export async function listTraffic(
  tx: Tx,
  organisationId: Id<'organisation'>,
  month: { period: string; from: Date },
  resourceIds?: readonly string[],
): Promise<TrafficRow[]> {
  const rows = await tx.execute<TrafficRow & { from: string; to: string }>(sql`
    select m.instance_id as "resourceId", m.project_id as "projectId", ol.cost_references as "costReferences",
      p.id as "priceId", p.included_mebibytes::text as "includedMebibytes",
      p.micro_cents_per_gibibyte::text as "microCentsPerGibibyte", m.bytes::text as bytes,
      m.first_hour_at as "from", m.last_hour_at + interval '1 hour' as "to"
    from traffic_months m join instances i on i.organisation_id = m.organisation_id and i.id = m.instance_id
      join order_lines ol on ol.organisation_id = i.organisation_id and ol.id = i.order_line_id
      join traffic_prices p on p.valid_from <= ${month.from.toISOString()}::timestamptz
        and (p.valid_to is null or p.valid_to > ${month.from.toISOString()}::timestamptz)
    where m.organisation_id = ${organisationId} and m.period = ${month.period}
      ${resourceIds ? sql`and m.instance_id = any (${ids(resourceIds)})` : sql``}`)
  return rows.map((row) => ({ ...row, from: new Date(row.from), to: new Date(row.to) }))
}

/** Servers with traffic recorded after the end of a month, by closed month. */
export async function listLateTraffic(
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<{ period: string; resourceIds: string[] }[]> {
  const rows = await tx.execute<{ period: string; resourceIds: string[] }>(sql`
    select m.period, array_agg(m.instance_id) as "resourceIds"
    from traffic_months m join billed_months b on b.organisation_id = m.organisation_id and b.period = m.period
    where m.organisation_id = ${organisationId} and m.is_late group by 1 order by 1`)
  return [...rows]
}

export type BilledTrafficRow = {
  key: string
  resourceId: Id<'instance'>
  projectId: Id<'project'>
  usedMebibytes: string
  billedMebibytes: string
  cents: string
}

/** Billed traffic of these servers in a month, by line key, over all documents. */
export async function listBilledTraffic(
  tx: Tx,
  organisationId: Id<'organisation'>,
  period: string,
  resourceIds: readonly string[],
): Promise<BilledTrafficRow[]> {
  const rows = await tx.execute<BilledTrafficRow>(sql`
    select substr(bound, 17) as key, min(resource_id) as "resourceId", min(project_id) as "projectId",
      coalesce(sum(used_mebibytes), 0)::text as "usedMebibytes", coalesce(sum(billed_mebibytes), 0)::text as "billedMebibytes",
      sum(net_cents)::text as cents
    from billing_document_lines
    where organisation_id = ${organisationId} and usage_period = ${period} and kind in ('usage', 'late_usage')
      and meter = 'traffic_out' and bound is not null and resource_id = any (${ids(resourceIds)})
    group by 1`)
  return [...rows]
}

/** A server's traffic in a month, by Paris day. */
export async function listTrafficDays(
  tx: Tx,
  instanceId: string,
  month: { from: Date; to: Date },
): Promise<{ day: string; bytes: string }[]> {
  const rows = await tx.execute<{ day: string; bytes: string }>(sql`
    select to_char(at at time zone 'Europe/Paris', 'YYYY-MM-DD') as day, sum(bytes)::text as bytes
    from traffic_hours where instance_id = ${instanceId}
      and at >= ${month.from.toISOString()}::timestamptz and at < ${month.to.toISOString()}::timestamptz
    group by 1 order by 1`)
  return [...rows]
}
