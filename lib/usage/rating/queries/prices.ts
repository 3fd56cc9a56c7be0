import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import {
  agreedPrices,
  committedPrice,
  diskSnapshotMeters,
  hourlyPrice,
  instanceMeters,
  monthlyCentsOf,
  paidPrice,
  snapshotMeters,
  volumeMeters,
} from '~/db/expressions/agreed-prices'
import { asTime } from '~/db/expressions/as-time'
import type { Meter } from '~/db/schema/catalogue'
import type { CostReferences } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'
import { cappedHoursPerMonth } from '~/lib/kernel/money'

export type AgreedPrice = {
  id: Id<'priceVersion'>
  /** The price paid. */
  microCentsPerHour: bigint
  /** The list price. */
  listMicroCentsPerHour: bigint
  /** The price without the commitment. */
  hourlyMicroCentsPerHour: bigint
  /** The commitment that lowers the price; null if none. */
  commitmentId: Id<'commitment'> | null
  costReferences: CostReferences
}

const cappedSeconds = Number(cappedHoursPerMonth) * 3600

export async function selectAgreedPrice(
  tx: Tx,
  wanted: {
    orderLineId: Id<'orderLine'>
    bundleId: Id<'bundle'>
    commitmentId?: Id<'commitment'> | null
    meter: Meter
    at: Date
  },
): Promise<AgreedPrice | null> {
  const resource = {
    bundleId: sql`${wanted.bundleId}`,
    orderLineId: sql`${wanted.orderLineId}`,
    ...(wanted.commitmentId && { commitmentId: sql`${wanted.commitmentId}` }),
  }
  const rows = await tx.execute<{
    id: Id<'priceVersion'>
    price: string
    list: string
    hourly: string
    commitmentId: Id<'commitment'> | null
    references: CostReferences
  }>(
    sql`select pv.id, (${paidPrice(wanted.at)})::text as price, pv.micro_cents_per_hour::text as list,
        (${hourlyPrice(wanted.at)})::text as hourly, case when ${committedPrice} is not null then c.id end as "commitmentId",
        ol.cost_references as "references"
      from ${agreedPrices(resource, wanted.at)} and pv.meter = ${wanted.meter}`,
  )
  const row = rows[0]
  return row
    ? {
        id: row.id,
        microCentsPerHour: BigInt(row.price),
        listMicroCentsPerHour: BigInt(row.list),
        hourlyMicroCentsPerHour: BigInt(row.hourly),
        commitmentId: row.commitmentId,
        costReferences: row.references,
      }
    : null
}

/** The position of an approved change among those stopped by an obstacle, in order of being stopped. */
export type QueuePlace = { obstructedAt: Date; orderId: Id<'order'> }

/**
 * The full monthly cost of an organisation's live resources, in cents, by project and by their tags among `tagKeys`. A
 * deleted resource counts only its storage; a failed or erased one counts nothing. Orders waiting for a decision, and
 * resizes and growths in progress, count in full: several of them must not exceed a limit that one could not. Quotes
 * count once signed. With `place`, changes stopped later do not count: otherwise two that each leave no room for the
 * other would both wait until they expire. Later changes are checked against the limits again when carried out; orders
 * for new resources are not, so they always count.
 */
export async function selectCommittedCents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  at: Date,
  tagKeys: readonly string[] = [],
  place?: QueuePlace,
): Promise<CostPart[]> {
  const isBehind = place
    ? sql`(o.change is not null and h.obstructed_at is not null
        and (h.obstructed_at, h.order_id) > (${asTime(place.obstructedAt)}, ${place.orderId}))`
    : sql`false`
  const instance = {
    bundleId: sql`i.bundle_id`,
    orderLineId: sql`i.order_line_id`,
    commitmentId: sql`i.commitment_id`,
  }
  const volume = {
    bundleId: sql`v.bundle_id`,
    orderLineId: sql`v.order_line_id`,
    commitmentId: sql`v.commitment_id`,
  }
  const snapshot = { bundleId: sql`s.bundle_id`, orderLineId: sql`s.order_line_id` }
  const diskSnapshot = { bundleId: sql`d.bundle_id`, orderLineId: sql`d.order_line_id` }
  const backup = { bundleId: sql`b.bundle_id`, orderLineId: sql`b.order_line_id` }
  const image = { bundleId: sql`p.bundle_id`, orderLineId: sql`p.order_line_id` }
  const address = { bundleId: sql`a.bundle_id`, orderLineId: sql`a.order_line_id` }
  const balancer = { bundleId: sql`l.bundle_id`, orderLineId: sql`l.order_line_id` }
  const tags = tagsAmong(tagKeys)
  // Identical resources are priced once: an organisation has many servers and few prices.
  const rows = await tx.execute<CostRow>(sql`
    select project_id as "projectId", tags, sum(cents)::text as cents from (
      select i.project_id, i.tags, i.count * case when i.is_deleted then ${monthlyCentsOf(instance, sql`'root_disk'`, at)}
        else ${monthlyCentsOf(instance, instanceMeters, at)} end::bigint as cents
      from (select project_id, bundle_id, order_line_id, commitment_id, state in ('deleted', 'purging') as is_deleted,
          ${tags} as tags, count(*) as count
        from instances where organisation_id = ${organisationId} and state not in ('purged', 'failed')
        group by 1, 2, 3, 4, 5, 6) i
      union all
      select v.project_id, v.tags, v.count * ${monthlyCentsOf(volume, volumeMeters, at)}::bigint
      from (select project_id, bundle_id, order_line_id, commitment_id, ${tags} as tags, count(*) as count
        from volumes where organisation_id = ${organisationId} and state not in ('purged', 'failed')
        group by 1, 2, 3, 4, 5) v
      union all
      select s.project_id, '{}', s.count * ${monthlyCentsOf(snapshot, snapshotMeters, at)}::bigint
      from (select project_id, bundle_id, order_line_id, count(*) as count
        from volume_snapshots where organisation_id = ${organisationId} and state in ('creating', 'available', 'deleting')
        group by 1, 2, 3) s
      union all
      select d.project_id, '{}', d.count * ${monthlyCentsOf(diskSnapshot, diskSnapshotMeters, at)}::bigint
      from (select project_id, bundle_id, order_line_id, count(*) as count
        from instance_snapshots where organisation_id = ${organisationId} and state in ('creating', 'available', 'deleting')
        group by 1, 2, 3) d
      union all
      select p.project_id, '{}', p.count * ${monthlyCentsOf(image, diskSnapshotMeters, at)}::bigint
      from (select project_id, bundle_id, order_line_id, count(*) as count
        from private_images where organisation_id = ${organisationId} and state in ('creating', 'available', 'deleting')
        group by 1, 2, 3) p
      union all
      select a.project_id, '{}', a.count * ${monthlyCentsOf(address, sql`'public_address'`, at)}::bigint
      from (select project_id, bundle_id, order_line_id, count(*) as count
        from public_addresses where organisation_id = ${organisationId} and released_at is null
        group by 1, 2, 3) a
      union all
      select l.project_id, '{}', l.count * ${monthlyCentsOf(balancer, sql`'load_balancer'`, at)}::bigint
      from (select project_id, bundle_id, order_line_id, count(*) as count
        from balancers where organisation_id = ${organisationId} and state in ('creating', 'active', 'deleting')
        group by 1, 2, 3) l
      union all
      select b.project_id, '{}', b.count * ${monthlyCentsOf(backup, snapshotMeters, at)}::bigint
      from (select project_id, bundle_id, order_line_id, count(*) as count
        from volume_backups where organisation_id = ${organisationId} and state in ('creating', 'available', 'deleting')
        group by 1, 2, 3) b
      union all
      select r.project_id, r.tags, sum(c.monthly_cents)::bigint
      from (select id, project_id, bundle_id, ${tags} as tags from instances
          where organisation_id = ${organisationId} and state = 'resizing'
        union all select id, project_id, bundle_id, ${tags} from volumes
          where organisation_id = ${organisationId} and state = 'growing') r
        join cost_changes c on c.organisation_id = ${organisationId} and c.resource_id = r.id
        join sagas s on s.id = c.saga_id and s.state in ('running', 'undoing', 'parked') and s.input ->> 'bundleId' <> r.bundle_id
      group by 1, 2
      union all
      select o.project_id, '{}', sum(o.monthly_cents)::bigint
      from orders o join held_orders h on h.order_id = o.id
      where o.organisation_id = ${organisationId} and not 'quote' = any(h.reasons) and not ${isBehind}
      group by 1
    ) live group by 1, 2`)
  return rows.map(asPart)
}

/**
 * The cost of `[from, to)` in cents over all resources of an organisation, by project and by their current tags among
 * `tagKeys`: `rateUsage` as one statement, because a month of a thousand servers is too much data to read for one
 * figure. Seconds and micro-cents are 64-bit integers: a month of a resource at 17,000 € an hour fits, and beyond that
 * the statement fails instead of overflowing.
 */
export async function selectCostCents(
  tx: Tx,
  organisationId: Id<'organisation'>,
  window: { from: Date; to: Date },
  tagKeys: readonly string[] = [],
): Promise<CostPart[]> {
  const from = asTime(window.from)
  const to = asTime(window.to)
  // A window of at most 720 hours cannot reach the cap, and the remaining hours of each resource are expensive to
  // compute.
  const isCapInReach = window.to.getTime() - window.from.getTime() > cappedSeconds * 1000
  const billed = isCapInReach
    ? sql`select *, greatest(0, least(seconds, ${cappedSeconds}::int - (sum(seconds) over (
          partition by resource_id, meter order by started_at rows between unbounded preceding and current row) - seconds)))::int as billed_seconds
        from used`
    : sql`select *, seconds as billed_seconds from used`
  const rows = await tx.execute<CostRow>(sql`
    with used as (
      select project_id, resource_id, meter, price_version_id, micro_cents_per_hour, cost_references, started_at,
        floor(extract(epoch from least(ended_at, ${to}) - greatest(started_at, ${from})))::int as seconds
      from usage_intervals
      where organisation_id = ${organisationId} and started_at < ${to} and (ended_at is null or ended_at > ${from})
    ), billed as (
      ${billed}
    ), lines as (
      select project_id, resource_id, (2 * micro_cents_per_hour * sum(billed_seconds) + 3600000000) / 7200000000 as cents
      from billed group by project_id, resource_id, meter, price_version_id, micro_cents_per_hour, cost_references
    )
    select project_id as "projectId", ${tagKeys.length > 0 ? sql`coalesce(tagged.tags, '{}')` : sql`'{}'::jsonb`} as tags,
      sum(cents)::text as cents
    from lines ${tagKeys.length > 0 ? sql`left join (${taggedResources(organisationId, tagKeys)}) tagged on tagged.id = resource_id` : sql``}
    group by 1, 2`)
  return rows.map(asPart)
}

/** Resources with a tag among these keys: `id`, and those tags as `tags`. */
export function taggedResources(organisationId: Id<'organisation'>, tagKeys: readonly string[]): SQL {
  const asked = tagsAmong(tagKeys)
  const keys = sql`array(select json_array_elements_text(${JSON.stringify(tagKeys)}::json))`
  return sql`select id, ${asked} as tags from instances where organisation_id = ${organisationId} and tags ?| ${keys}
    union all select id, ${asked} from volumes where organisation_id = ${organisationId} and tags ?| ${keys}`
}

/** The part of the column `tags` with these keys. */
function tagsAmong(tagKeys: readonly string[]): SQL {
  if (tagKeys.length === 0) return sql`'{}'::jsonb`
  return sql`(select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(tags)
    where key in (select json_array_elements_text(${JSON.stringify(tagKeys)}::json)))`
}

/** Cents of a project and of one combination of the resources' own tags among the requested keys. */
export type CostPart = {
  projectId: Id<'project'>
  tags: Readonly<Record<string, string>>
  cents: bigint
}
export type CostRow = { projectId: Id<'project'>; tags: Record<string, string>; cents: string }

export const asPart = ({ projectId, tags, cents }: CostRow): CostPart => ({
  projectId,
  tags,
  cents: BigInt(cents),
})
