import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundleName } from '~/db/expressions/bundle-name'
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

/** Failed, or should answer and does not; the same rule as `instanceHealth`. */
const isTroubled = sql`(s.state = 'failed'
  or (s.state in ('running', 'restarting', 'in_rescue') and h.unreachable_since is not null)
  or (s.state = 'running' and ${seenDownSince(sql`s.id`, sql`s.running_since`)} is not null))`

/**
 * Servers of one organisation that are not deleted: those that failed or do not answer first, then the newest. `total` and
 * `troubled` count beyond `limit`.
 */
export async function selectCustomerServers(
  tx: Tx,
  organisationId: Id<'organisation'>,
  limit: number,
): Promise<{ total: number; troubled: number; servers: CustomerServerRow[] }> {
  const rows = await tx.execute<CustomerServerRow & { total: number; troubled: number }>(sql`
    select s.id, s.name, s.state, ${bundleName} as bundle, z.code as zone, p.name as project, h.id as "hostId", h.name as host,
      count(*) over ()::int as total, count(*) filter (where ${isTroubled}) over ()::int as troubled
    from instances s
    join bundles on bundles.id = s.bundle_id
    join zones z on z.id = s.zone_id
    join projects p on p.id = s.project_id
    left join hosts h on h.id = s.host_id
    where s.organisation_id = ${organisationId} and s.state not in ('deleted', 'purging', 'purged')
    order by ${isTroubled} desc, s.created_at desc, s.id
    limit ${limit}`)
  return {
    total: rows[0]?.total ?? 0,
    troubled: rows[0]?.troubled ?? 0,
    servers: rows.map(({ total: _total, troubled: _troubled, ...server }) => server),
  }
}
