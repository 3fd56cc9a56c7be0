import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { executeRaw } from '~/db/execute-raw'
import type { Id } from '~/lib/kernel/ids'
import type { RowBatch } from './document-rows'
import { type Column, type RowFormat, renderRow } from './render-row'

/**
 * Usage of `[from, until)`, of one organisation or of all that the role may read; `period` is the month, for traffic.
 */
export type UsageScope = {
  organisationId: Id<'organisation'> | null
  period: string
  from: Date
  until: Date
  /** Billed seconds of a resource and meter in a month, at most: the first in time order. */
  billedSecondsMax: bigint
}

const code = (name: string, value: SQL): Column => ({ name, type: 'code', value })
const text = (name: string, value: SQL): Column => ({ name, type: 'text', value })
/** Half-open bounds, in UTC in every format: local time repeats an hour in October. */
const utc = (name: string, value: SQL): Column =>
  code(name, sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`)

/** Column names as in the file. `p` is an interval or an hour of traffic. */
export const usageRecordColumns: readonly Column[] = [
  code('record', sql`p.record`),
  code('record_id', sql`p.id`),
  code('customer_code', sql`p.customer_code`),
  code('resource_kind', sql`p.resource_kind`),
  code('resource_id', sql`p.resource_id`),
  text('resource', sql`p.resource`),
  code('project_id', sql`p.project_id`),
  text('project', sql`p.project`),
  text('cost_centre', sql`p.cost_centre`),
  text('purchase_order', sql`p.cost_references ->> 'purchaseOrderNumber'`),
  text('engagement', sql`p.cost_references ->> 'commitmentReference'`),
  text('market', sql`p.cost_references ->> 'marketNumber'`),
  text('service_code', sql`p.cost_references ->> 'serviceCode'`),
  text('payer_siret', sql`p.cost_references ->> 'payerSiret'`),
  code('bundle_id', sql`p.bundle_id`),
  text('bundle', sql`p.bundle`),
  code('meter', sql`p.meter`),
  utc('from_utc', sql`p.started_at`),
  utc('to_utc', sql`p.ended_at`),
  { name: 'quantity', type: 'integer', value: sql`p.quantity` },
  { name: 'billed_quantity', type: 'integer', value: sql`p.billed_quantity` },
  code('unit', sql`p.unit`),
  code('price_version_id', sql`p.price_version_id`),
  { name: 'price_eur_per_hour', type: 'price', value: sql`p.micro_cents_per_hour` },
  { name: 'list_price_eur_per_hour', type: 'price', value: sql`p.list_micro_cents_per_hour` },
  { name: 'price_eur_per_gib', type: 'price', value: sql`p.micro_cents_per_gibibyte` },
  code('commitment_id', sql`p.commitment_id`),
]

/** The last interval written by a slice, with the cumulative seconds of its resource and meter. */
export type IntervalCursor = {
  organisationId: string
  resourceId: string
  meter: string
  startedAt: string
  seconds: bigint
}
export const firstInterval: IntervalCursor = {
  organisationId: '',
  resourceId: '',
  meter: '',
  startedAt: '-infinity',
  seconds: 0n,
}

export type TrafficCursor = { organisationId: string; instanceId: string; at: string }
export const firstTraffic: TrafficCursor = { organisationId: '', instanceId: '', at: '-infinity' }

const at = (instant: Date) => sql`${instant.toISOString()}::timestamptz`
const isOf = (organisationId: string | null, column: SQL) =>
  organisationId === null ? sql`true` : sql`${column} = ${organisationId}`

/** The intervals (`u`) of a scope. */
const isIntervalOf = ({
  organisationId,
  from,
  until,
}: UsageScope) => sql`${isOf(organisationId, sql`u.organisation_id`)}
  and u.started_at < ${at(until)} and ${at(from)} < ${at(until)}
  and (u.ended_at is null or (u.ended_at > ${at(from)} and u.ended_at > u.started_at))`
/** The months of traffic (`m`) of a scope, and their hours (`h`). */
const isTrafficOf = ({ organisationId, period }: UsageScope) =>
  sql`${isOf(organisationId, sql`m.organisation_id`)} and m.period = ${period}`
const isHourOf = ({ from, until }: UsageScope) =>
  sql`h.instance_id = m.instance_id and h.at >= ${at(from)} and h.at < ${at(until)}`

/** How many rows `renderIntervals` and `renderTrafficHours` have in all. */
export async function countUsageRecords(tx: Tx, scope: UsageScope): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(sql`
    select ((select count(*) from usage_intervals u where ${isIntervalOf(scope)})
      + (select count(*) from traffic_months m join traffic_hours h on ${isHourOf(scope)} where ${isTrafficOf(scope)}))::int as rows`)
  return row?.rows ?? 0
}

/** Names of the resources in `slice`, deleted ones included. */
const resourceNames = sql`(
  select id, name from instances where id in (select resource_id from slice)
  union all select id, name from volumes where id in (select resource_id from slice)
  union all select id, name from volume_snapshots where id in (select resource_id from slice)
  union all select id, name from instance_snapshots where id in (select resource_id from slice)
  union all select id, name from private_images where id in (select resource_id from slice)
  union all select id, name from volume_backups where id in (select resource_id from slice)
  union all select id, address from public_addresses where id in (select resource_id from slice)
  union all select id, name from balancers where id in (select resource_id from slice)
)`

/** Columns shared by both kinds of records; `r` is the record. */
const named = sql`
  left join names n on n.id = r.resource_id
  left join projects j on j.organisation_id = r.organisation_id and j.id = r.project_id
  left join billing_profiles c on c.organisation_id = r.organisation_id`
const namedColumns = sql`n.name as resource, j.name as project, j.cost_centre,
  coalesce(c.customer_code, r.organisation_id) as customer_code`

/**
 * The next intervals after the cursor, by organisation, resource, meter and time, clipped to the month. Intervals
 * beyond the month's billed hours have a smaller billed quantity: the cursor carries the seconds counted before the
 * slice.
 */
export async function renderIntervals(
  tx: Tx,
  scope: UsageScope,
  after: IntervalCursor,
  format: RowFormat,
  limit: number,
): Promise<RowBatch & { next: IntervalCursor | null }> {
  const { from, until, billedSecondsMax } = scope
  const [[bytes, rows, ...last] = []] = await executeRaw(
    tx,
    sql`
    with slice as materialized (
      select u.*, greatest(u.started_at, ${at(from)}) as used_from, least(coalesce(u.ended_at, 'infinity'), ${at(until)}) as used_to
      from usage_intervals u
      where ${isIntervalOf(scope)}
        and (u.organisation_id, u.resource_id, u.meter, u.started_at)
          > (${after.organisationId}, ${after.resourceId}, ${after.meter}, ${after.startedAt}::timestamptz)
      order by u.organisation_id, u.resource_id, u.meter, u.started_at limit ${limit}
    ), counted as (
      select slice.*, extract(epoch from used_to - used_from)::bigint as seconds from slice
    ), summed as (
      select counted.*, sum(seconds) over (partition by resource_id, meter order by started_at)
        + case when resource_id = ${after.resourceId} and meter = ${after.meter} then ${after.seconds.toString()}::bigint else 0 end as so_far,
        row_number() over (order by organisation_id, resource_id, meter, started_at) as place
      from counted
    ), names as materialized ${resourceNames}, p as (
      select 'interval' as record, r.id, r.resource_kind, r.resource_id, r.project_id, r.cost_references, r.bundle_id, b.name as bundle,
        r.meter, r.used_from as started_at, r.used_to as ended_at, r.seconds as quantity,
        least(r.seconds, greatest(0, ${billedSecondsMax.toString()}::bigint - (r.so_far - r.seconds))) as billed_quantity, 's' as unit,
        r.price_version_id, r.micro_cents_per_hour, r.list_micro_cents_per_hour, null::bigint as micro_cents_per_gibibyte,
        r.commitment_id, r.place, ${namedColumns}
      from summed r left join bundles b on b.id = r.bundle_id ${named}
    ), last as (select * from summed order by place desc limit 1)
    select (select string_agg(${renderRow(usageRecordColumns, format)}, '' order by p.place) from p),
      (select count(*) from summed), organisation_id, resource_id, meter, started_at, so_far
    from last`,
  )
  const [organisation, resource, meter, startedAt, soFar] = last.map((each) => `${each}`)
  const written = Number(rows ?? 0)
  return {
    ...batchOf(bytes, written),
    next:
      written < limit || !organisation || !resource || !meter || !startedAt || !soFar
        ? null
        : { organisationId: organisation, resourceId: resource, meter, startedAt, seconds: BigInt(soFar) },
  }
}

/** The next hours of traffic after the cursor, by organisation, server and time, with the billed project. */
export async function renderTrafficHours(
  tx: Tx,
  scope: UsageScope,
  after: TrafficCursor,
  format: RowFormat,
  limit: number,
): Promise<RowBatch & { next: TrafficCursor | null }> {
  const { from } = scope
  const [[bytes, rows, ...last] = []] = await executeRaw(
    tx,
    sql`
    with slice as materialized (
      select m.organisation_id, m.instance_id as resource_id, m.project_id, h.at, h.bytes
      from traffic_months m cross join lateral (
        select at, bytes from traffic_hours h
        where ${isHourOf(scope)}
          and (m.instance_id <> ${after.instanceId} or h.at > ${after.at}::timestamptz)
        order by at
      ) h
      where ${isTrafficOf(scope)}
        and (m.organisation_id, m.instance_id) >= (${after.organisationId}, ${after.instanceId})
      order by m.organisation_id, m.instance_id, h.at limit ${limit}
    ), names as materialized (select id, name from instances where id in (select resource_id from slice)), p as (
      select 'traffic_hour' as record, null as id, 'instance' as resource_kind, r.resource_id, r.project_id, ol.cost_references,
        null as bundle_id, null as bundle, 'traffic_out' as meter, r.at as started_at, r.at + interval '1 hour' as ended_at,
        r.bytes as quantity, null::bigint as billed_quantity, 'byte' as unit, t.id as price_version_id,
        null::bigint as micro_cents_per_hour, null::bigint as list_micro_cents_per_hour, t.micro_cents_per_gibibyte,
        null as commitment_id, r.organisation_id, ${namedColumns}
      from slice r left join instances i on i.organisation_id = r.organisation_id and i.id = r.resource_id
        left join order_lines ol on ol.organisation_id = i.organisation_id and ol.id = i.order_line_id
        left join traffic_prices t on t.valid_from <= ${at(from)} and (t.valid_to is null or t.valid_to > ${at(from)})
        ${named}
    ), last as (select * from slice order by organisation_id desc, resource_id desc, at desc limit 1)
    select (select string_agg(${renderRow(usageRecordColumns, format)}, '' order by p.organisation_id, p.resource_id, p.started_at) from p),
      (select count(*) from slice), organisation_id, resource_id, at
    from last`,
  )
  const [organisation, instance, hour] = last.map((each) => `${each}`)
  const written = Number(rows ?? 0)
  return {
    ...batchOf(bytes, written),
    next:
      written < limit || !organisation || !instance || !hour
        ? null
        : { organisationId: organisation, instanceId: instance, at: hour },
  }
}

const batchOf = (bytes: Buffer | null | undefined, rows: number): RowBatch => ({
  pieces: bytes ? [bytes] : [],
  rows,
})

export type UsingOrganisation = { id: Id<'organisation'>; code: string }

/** Organisations with usage in `[from, until)`, or the given one. */
export async function listUsingOrganisations(
  tx: Tx,
  { organisationId, period, from, until }: Omit<UsageScope, 'billedSecondsMax'>,
): Promise<UsingOrganisation[]> {
  const rows = await tx.execute<UsingOrganisation>(sql`
    select o.id, coalesce(c.customer_code, o.id) as code
    from organisations o left join billing_profiles c on c.organisation_id = o.id
    where ${
      organisationId
        ? sql`o.id = ${organisationId}`
        : sql`(exists (select 1 from usage_intervals u where u.organisation_id = o.id and u.started_at < ${at(until)}
            and (u.ended_at is null or u.ended_at > ${at(from)}))
          or exists (select 1 from traffic_months m where m.organisation_id = o.id and m.period = ${period}))`
    }
    order by code`)
  return [...rows]
}
