import { type Column, type SQL, sql } from 'drizzle-orm'
import { asTime } from './as-time'

type Priced = {
  bundleId: Column | SQL
  orderLineId: Column | SQL
  /** For resources that can be under a commitment. */
  commitmentId?: Column | SQL
}

/**
 * The prices of a resource's meters, as `pv` next to its order line `ol` and its commitment `c`: those agreed in the
 * order line while the resource has the ordered bundle, else those in force at `at`.
 */
export function agreedPrices(resource: Priced, at: Date): SQL {
  return sql`price_versions pv join order_lines ol on ol.id = ${resource.orderLineId}
    left join commitments c on c.id = ${resource.commitmentId ?? sql`null::text`} and c.bundle_id = pv.bundle_id
    where pv.bundle_id = ${resource.bundleId}
      and case when ol.bundle_id = pv.bundle_id and ol.price_version_ids ->> pv.meter is not null
        then pv.id = ol.price_version_ids ->> pv.meter
        else pv.valid_from <= ${asTime(at)} and (pv.valid_to is null or pv.valid_to > ${asTime(at)}) end`
}

/** Without a commitment: the organisation's own price at the time of the order, or at `at`. */
export const hourlyPrice = (
  at: Date,
) => sql`case when ol.bundle_id = pv.bundle_id and ol.price_version_ids ->> pv.meter is not null
    then coalesce((ol.own_prices ->> pv.meter)::bigint, pv.micro_cents_per_hour)
    else app.own_price(ol.organisation_id, pv.bundle_id, pv.meter, pv.micro_cents_per_hour, ${asTime(at)}) end`

export const committedPrice = sql`(c.prices -> pv.meter ->> 'committed')::bigint`

export const paidPrice = (at: Date) => sql`coalesce(${committedPrice}, ${hourlyPrice(at)})`

/** As a column: the price of a full month (720 h) of these meters in cents, rounded half up, once. */
export function monthlyCentsOf(resource: Priced, meters: SQL, at: Date): SQL<string> {
  return sql<string>`(select coalesce(div(2 * sum(${paidPrice(at)}) * 720 + 1000000, 2000000), 0)::text
    from ${agreedPrices(resource, at)} and pv.meter in (${meters}))`
}

export const instanceMeters = sql`'compute', 'root_disk'`

export const volumeMeters = sql`'volume'`

export const snapshotMeters = sql`'snapshot'`

export const diskSnapshotMeters = sql`'disk_snapshot'`
