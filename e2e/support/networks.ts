import type { Id } from '~/lib/kernel/ids'
import { sql } from './database'

/** A private network of the organisation's first project in this zone, with a unique range. */
export async function insertNetwork(
  networkId: Id<'network'>,
  organisationId: string,
  zoneCode: string,
): Promise<void> {
  await sql.begin(async (tx) => {
    // Two created at once must not choose the same range.
    await tx`lock table private_networks in share row exclusive mode`
    await tx`
      insert into private_networks (id, organisation_id, project_id, zone_id, range, created_at)
      select ${networkId}, ${organisationId}, p.id, z.id, f.range, now()
      from projects p, zones z, (
        select text(set_masklen('10.64.0.0'::inet + n * 16, 28)) as range from generate_series(0, 60000) n
        where not exists (
          select from private_networks where range = text(set_masklen('10.64.0.0'::inet + n * 16, 28)))
        limit 1) f
      where p.organisation_id = ${organisationId} and p.is_default and z.code = ${zoneCode}`
  })
}
