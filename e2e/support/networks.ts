import { type Id, newId } from '~/lib/kernel/ids'
import { sql } from './database'

/** The private network of the organisation's first project in this zone: that of its servers, or a new one. */
export async function ensureNetwork(
  organisationId: string,
  zoneCode: string,
  newNetworkId = newId('network'),
): Promise<Id<'network'>> {
  return sql.begin(async (tx) => {
    // Two created at once must not choose the same range.
    await tx`lock table private_networks in share row exclusive mode`
    await tx`
      insert into private_networks (id, organisation_id, project_id, zone_id, range, created_at)
      select ${newNetworkId}, ${organisationId}, p.id, z.id, f.range, now()
      from projects p, zones z, (
        select text(set_masklen('10.64.0.0'::inet + n * 16, 28)) as range from generate_series(0, 60000) n
        where not exists (
          select from private_networks where range = text(set_masklen('10.64.0.0'::inet + n * 16, 28)))
        limit 1) f
      where p.organisation_id = ${organisationId} and p.is_default and z.code = ${zoneCode}
      on conflict (project_id, zone_id) where is_default and deleted_at is null do nothing`
    const [row] = await tx<{ id: Id<'network'> }[]>`
      select n.id from private_networks n join projects p on p.id = n.project_id join zones z on z.id = n.zone_id
      where p.organisation_id = ${organisationId} and p.is_default and n.is_default
        and n.deleted_at is null and z.code = ${zoneCode}`
    if (!row) throw new Error('no network')
    return row.id
  })
}
