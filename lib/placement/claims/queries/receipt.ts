import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

export type OwnPlace = {
  organisationId: Id<'organisation'>
  zoneId: Id<'zone'>
  hostId: Id<'host'> | null
  rackId: Id<'rack'> | null
  roomId: Id<'room'> | null
  poolId: Id<'pool'> | null
  vcpu: number
  memoryMib: number
  diskGib: number
  /** Labels its bundle requires of a host. */
  requiredLabels: Record<string, string>
}

/** The claim of a resource and its place, if it has one. */
export async function findOwnPlace(tx: Tx, resourceId: string): Promise<OwnPlace | null> {
  const [row] = await tx.execute<OwnPlace>(sql`
    select a.organisation_id as "organisationId", a.zone_id as "zoneId", a.host_id as "hostId", h.rack_id as "rackId",
      r.room_id as "roomId", a.pool_id as "poolId", a.vcpu, a.memory_mib as "memoryMib", a.disk_gib as "diskGib",
      coalesce(b.required_labels, '{}') as "requiredLabels"
    from allocations a left join instances i on i.id = a.resource_id left join bundles b on b.id = i.bundle_id
      left join hosts h on h.id = a.host_id left join racks r on r.id = h.rack_id
    where a.resource_id = ${resourceId} and a.state in ('pending', 'posted')`)
  return row ?? null
}

export type NeighbourRow = { level: 'host' | 'rack' | 'room' | 'pool'; count: number; names: string[] }

/**
 * The organisation's other resources in the same place, at each level that has any: their number, and the
 * first names. Resources on the same host also share the rack.
 */
export async function countNeighbours(
  tx: Tx,
  resourceId: string,
  place: OwnPlace,
  namesShown: number,
): Promise<NeighbourRow[]> {
  return tx.execute<NeighbourRow>(sql`
    with others as (
      select i.name, a.host_id, h.rack_id, r.room_id, null as pool_id from allocations a
        join hosts h on h.id = a.host_id join racks r on r.id = h.rack_id join instances i on i.id = a.resource_id
        where a.organisation_id = ${place.organisationId} and a.zone_id = ${place.zoneId} and r.room_id = ${place.roomId}
          and a.state in ('pending', 'posted') and a.resource_id <> ${resourceId}
      union all
      select v.name, null, null, null, a.pool_id from allocations a join volumes v on v.id = a.resource_id
        where a.organisation_id = ${place.organisationId} and a.pool_id = ${place.poolId}
          and a.state in ('pending', 'posted') and a.resource_id <> ${resourceId})
    select l.level, count(*)::int as count, (array_agg(l.name order by lower(l.name)))[1:${namesShown}::int] as names
    from (
      select 'host' as level, name from others where host_id = ${place.hostId}
      union all select 'rack', name from others where rack_id = ${place.rackId}
      union all select 'room', name from others where room_id is not null
      union all select 'pool', name from others where pool_id is not null) l
    group by l.level`)
}
