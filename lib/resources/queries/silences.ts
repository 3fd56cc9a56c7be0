import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { seenDownSince } from '~/db/expressions/seen-down'
import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'

type Silences = { hostUnreachableSince: string | null; seenDownSince: string | null }
export type SilenceRow = Silences &
  (
    | { id: string; kind: 'instance'; state: InstanceState }
    | { id: string; kind: 'volume'; state: VolumeState }
  )

/** What hosts and vantages tell of each of these servers and volumes. */
export async function listSilences(tx: Tx, ids: readonly string[]): Promise<SilenceRow[]> {
  if (ids.length === 0) return []
  const rows = await tx.execute<SilenceRow>(sql`
    select s.id, s.kind, s.state, to_char(s.unreachable_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "hostUnreachableSince",
      to_char(s.down_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "seenDownSince"
    from (
      select i.id, 'instance' as kind, i.state, h.unreachable_since, ${seenDownSince(sql`i.id`, sql`i.running_since`)} as down_since
        from instances i left join hosts h on h.id = i.host_id where i.id in ${ids}
      union all select v.id, 'volume', v.state, null, ${seenDownSince(sql`v.id`, sql`v.created_at`)} from volumes v where v.id in ${ids}
    ) s`)
  return [...rows]
}
