import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'

export type Subject = { kind: 'instance' | 'host'; id: string }
export type MetricRow = {
  at: string
  cpuMilli: number
  memoryMib: number
  diskMib: number | null
  receivedBytesPerSecond: number
  sentBytesPerSecond: number
}

const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`
const shown = (cpu: SQL, received: SQL, sent: SQL) => sql`
  round(${cpu})::float8 as "cpuMilli", round(avg(memory_mib))::float8 as "memoryMib", max(disk_mib)::float8 as "diskMib",
  round(${received})::float8 as "receivedBytesPerSecond", round(${sent})::float8 as "sentBytesPerSecond"`

/** Samples of a server, or of all servers on a host together, from `from` until `until`. */
export async function listSamples(
  tx: Tx,
  subject: Subject,
  { from, until }: { from: Date; until: Date },
): Promise<MetricRow[]> {
  const whose = subject.kind === 'instance' ? sql`instance_id` : sql`host_id`
  return tx.execute<MetricRow>(sql`
    with samples as (
      select at, memory_mib, disk_mib, extract(epoch from at - lag(at) over w)::float8 as seconds,
        cpu_micros - lag(cpu_micros) over w as cpu, received_bytes - lag(received_bytes) over w as received,
        sent_bytes - lag(sent_bytes) over w as sent
      from metric_samples where ${whose} = ${subject.id} and at >= ${instant(from)} - interval '60 seconds'
        and at < ${instant(until)}
      window w as (partition by instance_id order by at)
    ), moments as (
      select at, sum(cpu / seconds / 1000) as cpu, sum(memory_mib) as memory_mib, sum(disk_mib) as disk_mib,
        sum(received / seconds) as received, sum(sent / seconds) as sent
      from samples where seconds <= 60 and cpu >= 0 and received >= 0 and sent >= 0 and at >= ${instant(from)}
      group by at
    )
    select to_json(at) #>> '{}' as at, ${shown(sql`max(cpu)`, sql`max(received)`, sql`max(sent)`)}
    from moments group by at order by at`)
}

/** Averages stored at `resolutionSeconds`, aggregated by `stepSeconds`, from `from` until `until`. */
export async function listAverages(
  tx: Tx,
  subject: Subject,
  {
    from,
    until,
    resolutionSeconds,
    stepSeconds,
  }: { from: Date; until: Date; resolutionSeconds: number; stepSeconds: number },
): Promise<MetricRow[]> {
  const [table, whose] =
    subject.kind === 'instance'
      ? [sql`instance_metrics`, sql`instance_id`]
      : [sql`host_metrics`, sql`host_id`]
  const mean = (column: SQL) => sql`sum(${column}::numeric * seconds) / sum(seconds)`
  return tx.execute<MetricRow>(sql`
    with means as (
      select *, date_bin(make_interval(secs => ${stepSeconds}), at, '2020-01-01T00:00:00Z') as step from ${table}
      where ${whose} = ${subject.id} and resolution_seconds = ${resolutionSeconds} and at >= ${instant(from)}
        and at < ${instant(until)} and seconds > 0
    )
    select to_json(step) #>> '{}' as at, ${shown(
      mean(sql`cpu_milli`),
      mean(sql`received_bytes_per_second`),
      mean(sql`sent_bytes_per_second`),
    )}
    from means group by step order by step`)
}
