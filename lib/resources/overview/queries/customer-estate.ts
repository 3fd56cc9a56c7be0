import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { seenDownSince } from '~/db/expressions/seen-down'
import type { InstanceState } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type CustomerServerRow = {
  id: Id<'instance'>
  name: string
  state: InstanceState
  bundle: string
  zone: string
  project: string
  hostId: Id<'host'> | null
  host: string | null
}

/** Servers of one organisation that are not erased: those that do not answer or failed first, then the newest. */
export async function selectCustomerServers(
  tx: Tx,
  organisationId: Id<'organisation'>,
  limit: number,
): Promise<CustomerServerRow[]> {
  const rows = await tx.execute<CustomerServerRow>(sql`
    select s.id, s.name, s.state, b.name as bundle, z.code as zone, p.name as project, h.id as "hostId", h.name as host
    from instances s
    join bundles b on b.id = s.bundle_id
    join zones z on z.id = s.zone_id
    join projects p on p.id = s.project_id
    left join hosts h on h.id = s.host_id
    where s.organisation_id = ${organisationId} and s.state not in ('deleted', 'purging', 'purged')
    order by (s.state = 'failed' or (s.state = 'running'
        and (h.unreachable_since is not null or ${seenDownSince(sql`s.id`, sql`s.running_since`)} is not null))) desc,
      s.created_at desc, s.id
    limit ${limit}`)
  return [...rows]
}
