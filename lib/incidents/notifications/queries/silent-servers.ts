import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

/** A server that is meant to run, on a host that is or was unreachable. */
export type SilentServer = {
  silenceId: Id<'hostSilence'>
  fromAt: Date
  isOver: boolean
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  name: string
  zone: string
}

/** Servers of hosts unreachable since before `lastingSince`, and of hosts that recovered since `overSince`. */
export async function listSilentServers(
  tx: Tx,
  { lastingSince, overSince }: { lastingSince: Date; overSince: Date },
): Promise<SilentServer[]> {
  const rows = await tx.execute<Omit<SilentServer, 'fromAt'> & { fromMs: number }>(sql`
    select s.id as "silenceId", (extract(epoch from s.from_at) * 1000)::float8 as "fromMs", s.to_at is not null as "isOver",
      i.organisation_id as "organisationId", i.project_id as "projectId", i.name, z.name as zone
    from host_silences s
    join instances i on i.host_id = s.host_id and i.state in ('running', 'restarting', 'in_rescue')
    join zones z on z.id = i.zone_id
    where (s.to_at is null and s.from_at <= ${lastingSince.toISOString()}::timestamptz)
      or s.to_at >= ${overSince.toISOString()}::timestamptz
    order by s.from_at, s.id, i.name, i.id`)
  return [...rows].map(({ fromMs, ...row }) => ({ ...row, fromAt: new Date(fromMs) }))
}
