import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { asTime } from '~/db/expressions/as-time'
import type { Id } from '~/lib/kernel/ids'
import { keyedZones } from './keys'

/** Serialises counting until the transaction ends; false when another worker holds the lock. */
export async function lockCounting(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('traffic_counted')) as mine`,
  )
  return row?.mine ?? false
}

/** Samples before this instant have been counted; null before the first run. */
export async function findCountedUntil(tx: Tx): Promise<Date | null> {
  const [row] = await tx.execute<{ until: string }>(sql`select until from traffic_counted`)
  return row ? new Date(row.until) : null
}

/** The first sample from `from` on. */
export async function findFirstSample(tx: Tx, from: Date | null): Promise<Date | null> {
  const [row] = await tx.execute<{ at: string | null }>(sql`
    select min(at)::text as at from metric_samples where at >= ${from ? asTime(from) : sql`'-infinity'`}`)
  return row?.at ? new Date(row.at) : null
}

export async function setCountedUntil(tx: Tx, until: Date): Promise<void> {
  await tx.execute(sql`insert into traffic_counted (until) values (${asTime(until)})
    on conflict (is_only) do update set until = excluded.until`)
}

export type CountedHour = {
  instanceId: Id<'instance'>
  /** The last sample of the hour. */
  at: Date
  bytes: number
}

/**
 * Growth of counters of sent bytes by server and hour, between their last counted samples and those before `until`;
 * only in zones without keys for meters. A counter that fell has restarted, and its value is the growth since. Counting
 * starts at a server's first sample.
 */
export async function listCountedHours(
  tx: Tx,
  from: Date | null,
  until: Date,
  now: Date,
): Promise<CountedHour[]> {
  const rows = await tx.execute<{ instanceId: Id<'instance'>; at: string; bytes: string }>(sql`
    with samples as (
      select s.instance_id, s.at, s.sent_bytes, coalesce(lag(s.sent_bytes) over w, c.sent_bytes) as before
      from metric_samples s left join traffic_counters c on c.instance_id = s.instance_id
      where s.at < ${asTime(until)} and s.at >= ${from ? asTime(from) : sql`'-infinity'`} and (c.at is null or s.at > c.at)
      window w as (partition by s.instance_id order by s.at)
    )
    select s.instance_id as "instanceId", max(s.at) as at,
      sum(case when s.sent_bytes >= s.before then s.sent_bytes - s.before else s.sent_bytes end)::text as bytes
    from samples s join instances i on i.id = s.instance_id
    where s.before is not null and i.zone_id not in (${keyedZones(now)})
    group by s.instance_id, date_trunc('hour', s.at, 'UTC')
    having sum(case when s.sent_bytes >= s.before then s.sent_bytes - s.before else s.sent_bytes end) > 0`)
  return rows.map((row) => ({ ...row, at: new Date(row.at), bytes: Number(row.bytes) }))
}

/** Moves the counting position to the last sample of each server before `until`. */
export async function moveCounters(tx: Tx, from: Date | null, until: Date): Promise<void> {
  await tx.execute(sql`
    insert into traffic_counters (instance_id, at, sent_bytes)
    select distinct on (instance_id) instance_id, at, sent_bytes from metric_samples
    where at < ${asTime(until)} and at >= ${from ? asTime(from) : sql`'-infinity'`} order by instance_id, at desc
    on conflict (instance_id) do update set at = excluded.at, sent_bytes = excluded.sent_bytes where excluded.at > traffic_counters.at`)
}
