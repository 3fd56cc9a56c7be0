import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

export type Suspect = { id: string; kind: 'instance' | 'volume'; name: string; isInIncident: boolean }

/**
 * The organisation's servers and volumes that should answer and may not: a vantage saw them down in its last round, or their host does
 * not answer. Those that no live incident touches come first.
 */
export async function listSuspects(
  tx: Tx,
  organisationId: Id<'organisation'>,
  answering: { instances: readonly string[]; volumes: readonly string[] },
  limit: number,
): Promise<Suspect[]> {
  const rows = await tx.execute<Suspect>(sql`
    with suspects as (
      select p.subject_id as id from probe_states p join probe_vantages w on w.id = p.vantage_id and w.retired_at is null
        where p.organisation_id = ${organisationId} and p.reading = 'down'
      union select i.id from hosts h join instances i on i.host_id = h.id
        where h.unreachable_since is not null and i.organisation_id = ${organisationId}
    ), found as (
      select i.id, 'instance' as kind, i.name from instances i join suspects s on s.id = i.id where i.state in ${answering.instances}
      union all select v.id, 'volume', v.name from volumes v join suspects s on s.id = v.id where v.state in ${answering.volumes}
    )
    select found.*, exists (
      select 1 from incident_resources r join incidents n on n.id = r.incident_id
      where r.subject_id = found.id and r.to_at is null and n.state not in ('resolved', 'dismissed')) as "isInIncident"
    from found order by "isInIncident", name, id limit ${limit}`)
  return [...rows]
}
