import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

export type ProjectCounts = { projectId: Id<'project'>; instances: number; running: number; volumes: number }

/** Resource counts of each project that has any; erased, deleted and failed resources do not count. */
export async function countByProject(tx: Tx): Promise<ProjectCounts[]> {
  const gone = sql`('deleted', 'purging', 'purged', 'failed')`
  const rows = await tx.execute<ProjectCounts>(sql`
    select project_id as "projectId", sum(instances)::int as instances, sum(running)::int as running, sum(volumes)::int as volumes
    from (
      select project_id, count(*) as instances, count(*) filter (where state in ('running', 'restarting')) as running, 0 as volumes
      from instances where state not in ${gone} group by 1
      union all
      select project_id, 0, 0, count(*) from volumes where state not in ${gone} group by 1
    ) held group by 1`)
  return [...rows]
}
