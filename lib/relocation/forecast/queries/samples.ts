import { asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { capacitySamples, forecastThresholds } from '~/db/schema/planning'
import type { Id } from '~/lib/kernel/ids'

export type SampleRow = typeof capacitySamples.$inferSelect

/** Zones with samples that end before `day`, and the first missing day; null where nothing was ever claimed. */
export async function listUnsampledZones(tx: Tx, day: string, daysKept: number) {
  const rows = await tx.execute<{ zoneId: Id<'zone'>; from: string; hasSamples: boolean }>(sql`
    select z.id as "zoneId", s.last is not null as "hasSamples",
      to_char(coalesce(s.last + 1, greatest(a.first, ${day}::date - ${daysKept}::int), ${day}::date), 'YYYY-MM-DD') as "from"
    from ${zones} z
    left join lateral (select max(day) as last from ${capacitySamples} c where c.zone_id = z.id) s on true
    left join lateral (select min(created_at at time zone 'UTC')::date as first from allocations where zone_id = z.id) a on true
    where s.last is null or s.last < ${day}::date
    order by z.id`)
  return [...rows]
}

/**
 * Inserts samples of a zone's resources for each day of `[from, to]`: the amount claimed at the end of the day,
 * computed from the claims. The sellable total is known for the last day only. Existing days stay.
 */
export async function insertSamples(tx: Tx, zoneId: Id<'zone'>, from: string, to: string): Promise<void> {
  await tx.execute(sql`
    insert into ${capacitySamples} (zone_id, resource, day, claimed, total)
    with held as (
      select r.resource, r.amount, (a.created_at at time zone 'UTC')::date as starts,
        (a.ended_at at time zone 'UTC')::date as ends
      from allocations a
      left join storage_pools p on p.id = a.pool_id
      cross join lateral (values ('vcpu', a.vcpu), ('memory_mib', a.memory_mib), ('disk_gib', a.disk_gib),
        ('volume_' || p.volume_class, a.pool_gib)) as r(resource, amount)
      where a.zone_id = ${zoneId} and a.resource_kind <> 'move' and r.amount > 0 and r.resource is not null
    ), moves as (
      -- Summed by day first: what is added up again for each day is a row a day, not a row a claim.
      select resource, day, sum(amount) as amount from (
        select resource, starts as day, amount from held union all select resource, ends, -amount from held where ends is not null) m
      group by resource, day
    ), totals as (
      select 'vcpu' as resource, sum(vcpu_physical * vcpu_overcommit_percent / 100 - vcpu_reserved) as total
        from hosts where zone_id = ${zoneId} and state = 'in_service'
      union all select 'memory_mib', sum(memory_mib_physical - memory_mib_reserved) from hosts where zone_id = ${zoneId} and state = 'in_service'
      union all select 'disk_gib', sum(disk_gib_physical - disk_gib_reserved) from hosts where zone_id = ${zoneId} and state = 'in_service'
      union all select 'volume_' || volume_class, sum(gib_physical - gib_reserved) from storage_pools where zone_id = ${zoneId} group by volume_class
    )
    select ${zoneId}, t.resource, d::date,
      coalesce((select sum(m.amount) from moves m where m.resource = t.resource and m.day <= d::date), 0),
      case when d::date = ${to}::date then coalesce(t.total, 0) end
    from totals t cross join generate_series(${from}::date, ${to}::date, interval '1 day') d
    on conflict do nothing`)
}

/** The samples of a zone, or of all, oldest first. */
export async function listSamples(tx: Tx, zoneId: Id<'zone'> | null): Promise<SampleRow[]> {
  return tx
    .select()
    .from(capacitySamples)
    .where(zoneId ? eq(capacitySamples.zoneId, zoneId) : undefined)
    .orderBy(asc(capacitySamples.zoneId), asc(capacitySamples.resource), asc(capacitySamples.day))
}

export async function listThresholds(tx: Tx) {
  return tx.select().from(forecastThresholds)
}

export async function upsertThreshold(tx: Tx, zoneId: Id<'zone'>, warnDays: number): Promise<void> {
  await tx
    .insert(forecastThresholds)
    .values({ zoneId, warnDays })
    .onConflictDoUpdate({ target: forecastThresholds.zoneId, set: { warnDays } })
}

export async function listZoneTitles(tx: Tx) {
  return tx
    .select({ id: zones.id, code: zones.code, name: zones.name })
    .from(zones)
    .orderBy(asc(zones.position), asc(zones.id))
}
