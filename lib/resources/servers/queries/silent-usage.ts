import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

const isMetered = sql`exists (select 1 from usage_intervals u
  where u.resource_id = i.id and u.meter = 'compute' and u.ended_at is null)`

export type SilentServer = { id: Id<'instance'>; since: Date }

/** Metered servers on a host that has not answered since before `lastingSince`. */
export async function listMeteredOnSilentHosts(
  tx: Tx,
  lastingSince: Date,
  only?: Id<'instance'>,
): Promise<SilentServer[]> {
  const rows = await tx.execute<{ id: Id<'instance'>; sinceMs: number }>(sql`
    select i.id, (extract(epoch from h.unreachable_since) * 1000)::float8 as "sinceMs"
    from hosts h join instances i on i.host_id = h.id
    where h.unreachable_since <= ${lastingSince.toISOString()}::timestamptz
      and i.state in ('running', 'restarting') and ${only ? sql`i.id = ${only}` : sql`true`} and ${isMetered}
    order by i.id`)
  return [...rows].map(({ id, sinceMs }) => ({ id, since: new Date(sinceMs) }))
}

/**
 * Servers whose metering ended because their host did not answer, and that answer now: seen up by a vantage
 * since their host is back, or on a host that is back since before `longBack`.
 */
export async function listUnmeteredAnswering(
  tx: Tx,
  longBack: Date,
  only?: Id<'instance'>,
): Promise<Id<'instance'>[]> {
  const rows = await tx.execute<{ id: Id<'instance'> }>(sql`
    select i.id from instances i
    join hosts h on h.id = i.host_id and h.unreachable_since is null
    join lateral (select max(s.to_at) as back_at from host_silences s where s.host_id = h.id) s on s.back_at is not null
    where i.state in ('running', 'restarting') and ${only ? sql`i.id = ${only}` : sql`true`} and not ${isMetered}
      and (s.back_at <= ${longBack.toISOString()}::timestamptz or exists (
        select 1 from probe_states p join probe_vantages v on v.id = p.vantage_id
        where p.subject_id = i.id and p.reading = 'up' and v.last_round_at > s.back_at))
    order by i.id`)
  return [...rows].map(({ id }) => id)
}
