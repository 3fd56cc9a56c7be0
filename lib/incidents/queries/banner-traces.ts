import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { incidents } from '~/db/schema/incidents'
import type { Id } from '~/lib/kernel/ids'
import { isLive } from './incidents'

export type BannerTraces = { incidents: boolean; maintenance: boolean; suspects: boolean }

/**
 * Which parts of the banner have rows, in one statement: usually none has. A condition here may be wider than that of its part
 * and never narrower.
 */
export async function findBannerTraces(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<BannerTraces> {
  const [row] = await tx.execute<BannerTraces>(sql`
    select
      exists (select from incident_resources r join ${incidents} on ${incidents.id} = r.incident_id
        where r.organisation_id = o.id and ${isLive}) as incidents,
      exists (select from maintenance_resources r join maintenance_windows w on w.id = r.maintenance_id
        where r.organisation_id = o.id and w.ends_at > ${now.toISOString()}::timestamptz) as maintenance,
      exists (select from probe_states where organisation_id = o.id and reading = 'down')
        or exists (select from hosts h join instances i on i.host_id = h.id
          where h.unreachable_since is not null and i.organisation_id = o.id) as suspects
    from (select ${organisationId}::text as id) o`)
  if (!row) throw new Error('the traces were not read')
  return row
}
