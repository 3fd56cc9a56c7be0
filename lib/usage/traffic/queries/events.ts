import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

export type EventRow = { eventKey: string; instanceId: Id<'instance'>; at: Date; bytes: number }

const texts = (values: readonly string[]): SQL => sql`${sql.param(values)}::text[]`

/** The start of each of these servers, in one zone or (null) in any. */
export async function listMetered(
  tx: Tx,
  ids: readonly string[],
  zoneId: Id<'zone'> | null,
): Promise<Map<string, Date>> {
  const rows = await tx.execute<{ id: string; createdAt: string }>(sql`
    select id, created_at as "createdAt" from instances
    where id = any (${texts(ids)}) ${zoneId === null ? sql`` : sql`and zone_id = ${zoneId}`}`)
  return new Map(rows.map(({ id, createdAt }) => [id, new Date(createdAt)]))
}

/**
 * Stores new events and adds them to the hours and months of their servers; returns their keys. Keys are inserted in
 * order, so that two concurrent calls with the same keys wait for each other instead of deadlocking.
 */
export async function insertEvents(
  tx: Tx,
  source: string,
  events: readonly EventRow[],
  receivedAt: Date,
): Promise<Set<string>> {
  const rows = await tx.execute<{ key: string }>(sql`
    with given as (
      select * from unnest(${texts(events.map(({ eventKey }) => eventKey))}, ${texts(events.map(({ instanceId }) => instanceId))},
        ${texts(events.map(({ at }) => at.toISOString()))}::timestamptz[], ${texts(events.map(({ bytes }) => String(bytes)))}::bigint[]
      ) as g(event_key, instance_id, at, bytes)
    ), kept as (
      insert into metering_events (source, event_key, instance_id, at, bytes, received_at)
      select ${source}, event_key, instance_id, at, bytes, ${receivedAt.toISOString()}::timestamptz from given order by event_key collate "C"
      on conflict do nothing
      returning event_key, instance_id, at, bytes
    ), hours as (
      select i.organisation_id, i.project_id, k.instance_id, date_trunc('hour', k.at, 'UTC') as hour, sum(k.bytes)::bigint as bytes
      from kept k join instances i on i.id = k.instance_id group by 1, 2, 3, 4
    ), in_hours as (
      insert into traffic_hours (organisation_id, project_id, instance_id, at, bytes)
      select organisation_id, project_id, instance_id, hour, bytes from hours order by instance_id, hour
      on conflict (instance_id, at) do update set bytes = traffic_hours.bytes + excluded.bytes
      returning 1
    ), in_months as (
      insert into traffic_months (organisation_id, project_id, instance_id, period, bytes, first_hour_at, last_hour_at, is_late)
      select organisation_id, project_id, instance_id, to_char(hour at time zone 'Europe/Paris', 'YYYY-MM') as period,
        sum(bytes), min(hour), max(hour), bool_or(to_char(hour at time zone 'Europe/Paris', 'YYYY-MM')
          < to_char(${receivedAt.toISOString()}::timestamptz at time zone 'Europe/Paris', 'YYYY-MM'))
      from hours group by 1, 2, 3, 4 order by 1, 4, 3
      on conflict (organisation_id, period, instance_id) do update set bytes = traffic_months.bytes + excluded.bytes,
        first_hour_at = least(traffic_months.first_hour_at, excluded.first_hour_at),
        last_hour_at = greatest(traffic_months.last_hour_at, excluded.last_hour_at),
        is_late = traffic_months.is_late or excluded.is_late
      returning 1
    )
    select k.event_key as key from kept k, (select count(*) from in_hours) h, (select count(*) from in_months) m`)
  return new Set(rows.map(({ key }) => key))
}

/** Stored events with these keys. */
export async function listEvents(tx: Tx, source: string, keys: readonly string[]): Promise<EventRow[]> {
  const rows = await tx.execute<{
    eventKey: string
    instanceId: Id<'instance'>
    at: string
    bytes: string
  }>(sql`
    select event_key as "eventKey", instance_id as "instanceId", at, bytes::text from metering_events
    where source = ${source} and event_key = any (${texts(keys)})`)
  return rows.map((row) => ({ ...row, at: new Date(row.at), bytes: Number(row.bytes) }))
}

export type RefusalRow = { eventKey: string; reason: string; said: string }

/** Records refused measurements of a zone's meters; repetitions increase a counter. */
export async function recordRefusals(
  tx: Tx,
  zoneId: Id<'zone'>,
  refusals: readonly RefusalRow[],
  refusedAt: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into metering_refusals (zone_id, event_key, reason, said, refused_at)
    select distinct on (event_key collate "C", reason) ${zoneId}, event_key, reason, said, ${refusedAt.toISOString()}::timestamptz
    from unnest(${texts(refusals.map(({ eventKey }) => eventKey))}, ${texts(refusals.map(({ reason }) => reason))},
      ${texts(refusals.map(({ said }) => said))}) as g(event_key, reason, said)
    order by event_key collate "C", reason
    on conflict (zone_id, event_key, reason) do update
      set times = metering_refusals.times + 1, said = excluded.said, refused_at = excluded.refused_at`)
}

export type ListedRefusal = {
  id: number
  zone: string
  eventKey: string
  reason: string
  said: string
  times: number
  refusedAt: string
}

/** Latest first. */
export async function listRefusals(tx: Tx, limit: number): Promise<ListedRefusal[]> {
  const rows = await tx.execute<ListedRefusal>(sql`
    select r.id::int as id, z.code as zone, r.event_key as "eventKey", r.reason, r.said, r.times, r.refused_at as "refusedAt"
    from metering_refusals r join zones z on z.id = r.zone_id order by r.refused_at desc, r.id desc limit ${limit}`)
  return [...rows]
}

/** Deletes up to `limit` events received before then; returns how many. */
export async function deleteOldEvents(tx: Tx, before: Date, limit: number): Promise<number> {
  const [row] = await tx.execute<{ gone: number }>(sql`
    with events as (delete from metering_events where ctid = any (array(
        select ctid from metering_events where received_at < ${before.toISOString()}::timestamptz limit ${limit})) returning 1),
      refusals as (delete from metering_refusals where id = any (array(
        select id from metering_refusals where refused_at < ${before.toISOString()}::timestamptz limit ${limit})) returning 1)
    select ((select count(*) from events) + (select count(*) from refusals))::int as gone`)
  return row?.gone ?? 0
}
