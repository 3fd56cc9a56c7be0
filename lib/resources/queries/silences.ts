import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { seenDownSince } from '~/db/expressions/seen-down'

/** Since when each of these servers that run and volumes in use does not answer; one that answers is missing. */
export async function listSilences(tx: Tx, ids: readonly string[]): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.execute<{ id: string; since: string }>(sql`
    select s.id, to_char(s.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since from (
      select i.id, coalesce(h.unreachable_since, ${seenDownSince(sql`i.id`, sql`i.running_since`)}) as since
        from instances i left join hosts h on h.id = i.host_id where i.id in ${ids} and i.state = 'running'
      union all select v.id, ${seenDownSince(sql`v.id`, sql`v.created_at`)} from volumes v
        where v.id in ${ids} and v.state in ('available', 'attached')
    ) s where s.since is not null`)
  return new Map(rows.map(({ id, since }) => [id, new Date(since)]))
}
