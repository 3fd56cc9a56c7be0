import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'

const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`
const orNull = (at: Date | null) => sql`${at?.toISOString() ?? null}::timestamptz`

/** Samples further apart than this say too little about the time between them. */
const gap = sql`interval '60 seconds'`

export type Slice = { from: Date; to: Date }

/**
 * The next completely measured minutes without averages: half-open, at most two, so that each slice takes the
 * same short time after any pause; null when there are none. `after`: the end of the previous slice, since a
 * slice without an average leaves no row.
 */
export async function findMinutesToStore(tx: Tx, until: Date, after: Date | null): Promise<Slice | null> {
  const [row] = await tx.execute<{ from: string | null; to: string }>(sql`
    with kept as (select greatest(max(at) + interval '1 minute', ${orNull(after)}) as next
        from instance_metrics where resolution_seconds = 60),
      first as (select min(at) as at from metric_samples where at > coalesce((select next from kept), '-infinity'))
    select date_trunc('minute', greatest(first.at - interval '30 seconds', kept.next))::text as "from",
      least(date_trunc('minute', ${instant(until)}),
        date_trunc('minute', greatest(first.at - interval '30 seconds', kept.next)) + interval '2 minutes')::text as "to"
    from first, kept where first.at is not null`)
  return range(row)
}

/** The same for hours, made from minutes: one at a time. */
export async function findHoursToStore(tx: Tx, until: Date, after: Date | null): Promise<Slice | null> {
  const [row] = await tx.execute<{ from: string | null; to: string }>(sql`
    with kept as (select greatest(max(at) + interval '1 hour', ${orNull(after)}) as next
        from instance_metrics where resolution_seconds = 3600),
      first as (select min(at) as at from instance_metrics
        where resolution_seconds = 60 and at >= coalesce((select next from kept), '-infinity'))
    select date_trunc('hour', first.at, 'UTC')::text as "from",
      least(date_trunc('hour', ${instant(until)}, 'UTC'), date_trunc('hour', first.at, 'UTC') + interval '1 hour')::text as "to"
    from first`)
  return range(row)
}

function range(row: { from: string | null; to: string } | undefined): Slice | null {
  if (!row?.from) return null
  const [from, to] = [new Date(row.from), new Date(row.to)]
  return from < to ? { from, to } : null
}

/** The differences between consecutive samples, by the minute of their midpoint. */
function pairs({ from, to }: Slice): SQL {
  return sql`
    samples as (
      select *, at - lag(at) over w as gap, cpu_micros - lag(cpu_micros) over w as cpu,
        received_bytes - lag(received_bytes) over w as received, sent_bytes - lag(sent_bytes) over w as sent
      from metric_samples where at >= ${instant(from)} - ${gap} and at <= ${instant(to)} + ${gap} / 2
      window w as (partition by instance_id order by at)
    ), pairs as materialized (
      select *, extract(epoch from gap)::float8 as seconds, date_trunc('minute', at - gap / 2) as minute
      from samples
      where gap <= ${gap} and cpu >= 0 and received >= 0 and sent >= 0
        and at - gap / 2 >= ${instant(from)} and at - gap / 2 < ${instant(to)}
    )`
}

/** Stores averages by minute for servers and hosts, in one reading of the samples; existing minutes are not changed. */
export async function storeMinutes(tx: Tx, minutes: Slice): Promise<void> {
  // Servers are measured at the same instants, so a host's use at an instant is the sum over its servers.
  await tx.execute(sql`with ${pairs(minutes)}, of_servers as (
      insert into instance_metrics (instance_id, organisation_id, resolution_seconds, at, seconds, cpu_milli, cpu_milli_max,
        memory_mib, memory_mib_max, disk_mib, received_bytes_per_second, sent_bytes_per_second)
      select instance_id, organisation_id, 60, minute, round(sum(seconds)), round(sum(cpu) / sum(seconds) / 1000),
        round(max(cpu / seconds) / 1000), round(avg(memory_mib)), max(memory_mib),
        (array_agg(disk_mib order by at desc))[1], round(sum(received) / sum(seconds)), round(sum(sent) / sum(seconds))
      from pairs group by instance_id, organisation_id, minute
      on conflict do nothing
    ), moments as (
      select host_id, minute, at, max(seconds) as seconds, sum(cpu / seconds) as cpu, sum(memory_mib) as memory_mib,
        sum(disk_mib) as disk_mib, sum(received / seconds) as received, sum(sent / seconds) as sent
      from pairs group by host_id, minute, at
    )
    insert into host_metrics (host_id, resolution_seconds, at, seconds, cpu_milli, cpu_milli_max,
      memory_mib, memory_mib_max, disk_mib, received_bytes_per_second, sent_bytes_per_second)
    select host_id, 60, minute, round(sum(seconds)), round(sum(cpu * seconds) / sum(seconds) / 1000),
      round(max(cpu) / 1000), round(avg(memory_mib)), max(memory_mib),
      (array_agg(disk_mib order by at desc))[1], round(sum(received * seconds) / sum(seconds)),
      round(sum(sent * seconds) / sum(seconds))
    from moments group by host_id, minute
    on conflict do nothing`)
}

const mean = (column: SQL) => sql`round(sum(${column}::numeric * seconds) / sum(seconds))`
const hourly = sql`3600, date_trunc('hour', at, 'UTC'), sum(seconds), ${mean(sql`cpu_milli`)}, max(cpu_milli_max),
  ${mean(sql`memory_mib`)}, max(memory_mib_max), (array_agg(disk_mib order by at desc))[1],
  ${mean(sql`received_bytes_per_second`)}, ${mean(sql`sent_bytes_per_second`)}`

/** Averages by hour, from those by minute. */
export async function storeHours(tx: Tx, { from, to }: Slice): Promise<void> {
  const within = sql`resolution_seconds = 60 and seconds > 0 and at >= ${instant(from)} and at < ${instant(to)}`
  await tx.execute(sql`
    insert into instance_metrics (instance_id, organisation_id, resolution_seconds, at, seconds, cpu_milli, cpu_milli_max,
      memory_mib, memory_mib_max, disk_mib, received_bytes_per_second, sent_bytes_per_second)
    select instance_id, organisation_id, ${hourly} from instance_metrics where ${within}
    group by instance_id, organisation_id, date_trunc('hour', at, 'UTC') on conflict do nothing`)
  await tx.execute(sql`
    insert into host_metrics (host_id, resolution_seconds, at, seconds, cpu_milli, cpu_milli_max,
      memory_mib, memory_mib_max, disk_mib, received_bytes_per_second, sent_bytes_per_second)
    select host_id, ${hourly} from host_metrics where ${within}
    group by host_id, date_trunc('hour', at, 'UTC') on conflict do nothing`)
}
