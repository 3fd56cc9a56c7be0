import { asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import type { FailureDomain } from '~/db/schema/incidents'
import { hosts, racks, rooms, sites } from '~/db/schema/inventory'
import type { SubjectKind } from '~/db/schema/sla/sla'
import type { Id } from '~/lib/kernel/ids'

export type WatchedRow = {
  id: string
  kind: SubjectKind
  organisationId: Id<'organisation'> | null
  state: 'up' | 'down' | 'unknown'
  hostId: string | null
  rackId: string | null
  zoneId: Id<'zone'> | null
  isHostSilent: boolean
  /** Since when its host is unreachable, in milliseconds; null while it answers. */
  silentSinceMs: number | null
}

/**
 * The current state of each subject from all vantages together, and its placement. A vantage without a probe since
 * `knownSince`, or since the server was started, knows nothing. Excludes resources that are not meant to work: stopped
 * or rescued by their owner, being created or deleted. A resource on an unreachable host is down before the next probe.
 */
export async function listWatched(tx: Tx, knownSince: Date): Promise<WatchedRow[]> {
  const rows = await tx.execute<WatchedRow>(sql`
    select s.subject_id as id, s.subject_kind as kind, s.organisation_id as "organisationId",
      case when h.unreachable_since is not null then 'down' when bool_or(k.reading = 'up') then 'up' when bool_and(k.reading = 'down') then 'down' else 'unknown' end as state,
      i.host_id as "hostId", h.rack_id as "rackId", coalesce(i.zone_id, v.zone_id, z.id) as "zoneId",
      h.unreachable_since is not null as "isHostSilent",
      (extract(epoch from h.unreachable_since) * 1000)::float8 as "silentSinceMs"
    from (
      select p.subject_id, p.subject_kind, p.organisation_id, p.reading, t.last_round_at
      from probe_states p join probe_vantages t on t.id = p.vantage_id where t.retired_at is null
    ) s
    left join instances i on s.subject_kind = 'instance' and i.id = s.subject_id and i.state = 'running'
    left join hosts h on h.id = i.host_id
    left join volumes v on s.subject_kind = 'volume' and v.id = s.subject_id and v.state in ('available', 'attached')
    left join zones z on s.subject_kind = 'zone' and z.id = s.subject_id
    cross join lateral (select case
      when s.last_round_at > greatest(${knownSince.toISOString()}::timestamptz, i.running_since) then s.reading
      else 'unknown' end as reading) k
    where i.id is not null or v.id is not null or s.subject_kind in ('zone', 'site')
    group by s.subject_id, s.subject_kind, s.organisation_id, i.host_id, h.rack_id, h.unreachable_since, i.zone_id, v.zone_id, z.id`)
  return [...rows]
}

/**
 * Whether any vantage saw a failure of a resource that is meant to work in its last round: stopped servers are always
 * down.
 */
export async function isAnythingDown(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ down: boolean }>(
    sql`select exists (
      select 1 from probe_states p left join instances i on p.subject_kind = 'instance' and i.id = p.subject_id
      where p.reading = 'down' and coalesce(i.state, 'running') = 'running')
      or exists (select 1 from hosts where unreachable_since is not null) as down`,
  )
  return row?.down ?? false
}

/** Since when each of these is down, by the vantage that saw it last. */
export async function listDownSince(tx: Tx, subjectIds: readonly string[]): Promise<Map<string, Date>> {
  if (subjectIds.length === 0) return new Map()
  const rows = await tx.execute<{ id: string; since: string }>(sql`
    select l.subject_id as id, max(l.at) as since from (
      select distinct on (subject_id, vantage_id) subject_id, at, state from probe_transitions
      where subject_id in ${subjectIds} order by subject_id, vantage_id, at desc) l
    where l.state = 'down' group by l.subject_id`)
  return new Map([...rows].map(({ id, since }) => [id, new Date(since)]))
}

export type Place = {
  domain: FailureDomain
  id: string
  name: string
  /** The room of a rack, the rack of a host; empty for others. */
  within: string
  rackId: string | null
  zoneId: Id<'zone'> | null
  zone: string
}

/** Every place that can fail as a whole, except our own sites. */
export async function listPlaces(tx: Tx): Promise<Place[]> {
  const inZones = await tx
    .select({ id: zones.id, code: zones.code, name: zones.name })
    .from(zones)
    .orderBy(asc(zones.position), asc(zones.id))
  const inRacks = await tx
    .select({ id: racks.id, name: racks.name, room: rooms.name, zoneId: zones.id, zone: zones.name })
    .from(racks)
    .innerJoin(rooms, eq(rooms.id, racks.roomId))
    .innerJoin(sites, eq(sites.id, rooms.siteId))
    .innerJoin(zones, eq(zones.id, sites.zoneId))
    .orderBy(asc(zones.position), asc(rooms.name), asc(racks.name))
  const inHosts = await tx
    .select({
      id: hosts.id,
      name: hosts.name,
      rackId: hosts.rackId,
      rack: racks.name,
      zoneId: zones.id,
      zone: zones.name,
    })
    .from(hosts)
    .innerJoin(racks, eq(racks.id, hosts.rackId))
    .innerJoin(zones, eq(zones.id, hosts.zoneId))
    .where(sql`${hosts.state} <> 'retired'`)
    .orderBy(asc(zones.position), asc(hosts.name))
  return [
    ...inZones.map(({ id, code, name }) => ({
      domain: 'zone' as const,
      id,
      name: code,
      within: '',
      rackId: null,
      zoneId: id,
      zone: name,
    })),
    ...inRacks.map(({ id, name, room, zoneId, zone }) => ({
      domain: 'rack' as const,
      id,
      name,
      within: room,
      rackId: id,
      zoneId,
      zone,
    })),
    ...inHosts.map(({ id, name, rack, rackId, zoneId, zone }) => ({
      domain: 'host' as const,
      id,
      name,
      within: rack,
      rackId,
      zoneId,
      zone,
    })),
  ]
}

export type PlacedResource = {
  id: string
  kind: 'instance' | 'volume'
  name: string
  organisationId: Id<'organisation'>
  organisation: string
  createdAt: Date
}

/** The servers placed in a domain at `now`, with the volumes of a zone; none for a site. */
export async function listPlacedResources(
  tx: Tx,
  domain: FailureDomain,
  domainId: string,
  now: Date,
): Promise<PlacedResource[]> {
  if (domain === 'site') return []
  const where = {
    host: sql`r.host_id = ${domainId}`,
    rack: sql`r.host_id in (select id from hosts where rack_id = ${domainId})`,
    zone: sql`r.zone_id = ${domainId}`,
  }[domain]
  const rows = await tx.execute<Omit<PlacedResource, 'createdAt'> & { createdAt: string }>(sql`
    select r.id, r.kind, r.name, r.organisation_id as "organisationId", o.legal_name as organisation,
      r.created_at as "createdAt"
    from (
      select id, 'instance' as kind, name, organisation_id, host_id, zone_id, state, created_at from instances
      union all
      select id, 'volume', name, organisation_id, null, zone_id, state, created_at from volumes
    ) r join organisations o on o.id = r.organisation_id
    where ${where} and r.state not in ('creating', 'deleted', 'purging', 'purged', 'failed')
      and r.created_at <= ${now.toISOString()}::timestamptz
    order by o.legal_name, r.kind, r.name, r.id`)
  return [...rows].map((row) => ({ ...row, createdAt: new Date(row.createdAt) }))
}

export async function findZoneByCode(tx: Tx, code: string) {
  const [row] = await tx
    .select({ id: zones.id, name: zones.name })
    .from(zones)
    .where(sql`lower(${zones.code}) = lower(${code})`)
  return row ?? null
}

/** The city of each zone, by its id. */
export async function listZoneCities(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.select({ id: zones.id, city: zones.city }).from(zones)
  return new Map(rows.map(({ id, city }) => [id, city]))
}

/** Names and owners of these resources. */
export async function listResourceNames(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return []
  const rows = await tx.execute<{ id: string; name: string; organisation: string }>(sql`
    select r.id, r.name, o.legal_name as organisation
    from (select id, name, organisation_id from instances union all select id, name, organisation_id from volumes) r
    join organisations o on o.id = r.organisation_id where r.id in ${ids} order by o.legal_name, r.name, r.id`)
  return [...rows]
}
