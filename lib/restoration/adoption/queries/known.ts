import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { HostState } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

export type AdoptingOrganisation = { id: Id<'organisation'>; state: string; defaultProjectId: Id<'project'> }

export async function findOrganisation(tx: Tx, id: Id<'organisation'>): Promise<AdoptingOrganisation | null> {
  const [row] = await tx.execute<AdoptingOrganisation>(sql`
    select o.id, o.state, p.id as "defaultProjectId" from organisations o
    join projects p on p.organisation_id = o.id and p.is_default where o.id = ${id}`)
  return row ?? null
}

export type AdoptingHost = { id: Id<'host'>; state: HostState }

/** The host with this name, or the only one of the zone. */
export async function findHost(
  tx: Tx,
  zoneId: Id<'zone'>,
  name: string | null,
): Promise<AdoptingHost | null> {
  const rows = await tx.execute<AdoptingHost>(sql`
    select id, state from hosts where zone_id = ${zoneId} and (name = ${name} or ${name}::text is null) limit 2`)
  return rows.length === 1 ? (rows[0] ?? null) : null
}

/** The image with this alias on the zone's hypervisor. */
export async function findImage(tx: Tx, zoneId: Id<'zone'>, alias: string): Promise<Id<'image'> | null> {
  const [row] = await tx.execute<{ id: Id<'image'> }>(sql`
    select i.id from zone_images z join images i on i.id = z.image_id
    where z.zone_id = ${zoneId} and z.alias = ${alias} order by i.is_active desc, i.position, i.id limit 1`)
  return row?.id ?? null
}

export type PricedBundle = {
  id: Id<'bundle'>
  priceVersionIds: Record<string, Id<'priceVersion'>>
  ownPrices: Record<string, string> | null
  microCentsPerHour: string
  monthlyCents: string
}
export type PricedStorage = PricedBundle & {
  poolId: Id<'pool'>
  volumeClass: 'fast' | 'standard' | 'archive'
}

/**
 * The bundle of a server of this size that had prices at this instant, with those prices: one that is on sale before others,
 * the cheapest of several.
 */
export async function findServerBundle(
  tx: Tx,
  server: {
    organisationId: Id<'organisation'>
    vcpu: number
    memoryMib: number
    rootDiskGib: number
    type: string
    createdAt: Date
  },
): Promise<PricedBundle | null> {
  const { organisationId, vcpu, memoryMib, rootDiskGib, type, createdAt } = server
  const [row] = await tx.execute<PricedBundle>(sql`
    ${pricedBundles(organisationId, createdAt, sql`'compute', 'root_disk'`)}
    select p.* from priced p join bundles b on b.id = p.id
    where b.kind = 'compute' and (b.vcpu, b.memory_mib, b.root_disk_gib) = (${vcpu}, ${memoryMib}, ${rootDiskGib})
      and b.instance_type = ${type} and p.meters = 2
    order by b.is_active desc, p."microCentsPerHour"::bigint, b.position, b.id limit 1`)
  return row ?? null
}

/** The same for a volume, with the pool on which it is: by its name, else one of the bundle's class. */
export async function findStorageBundle(
  tx: Tx,
  volume: {
    organisationId: Id<'organisation'>
    zoneId: Id<'zone'>
    sizeGib: number
    poolName: string | null
    createdAt: Date
  },
): Promise<PricedStorage | null> {
  const { organisationId, zoneId, sizeGib, poolName, createdAt } = volume
  const [row] = await tx.execute<PricedStorage>(sql`
    ${pricedBundles(organisationId, createdAt, sql`'volume'`)}
    select p.*, s.id as "poolId", b.volume_class as "volumeClass" from priced p join bundles b on b.id = p.id
    join storage_pools s on s.zone_id = ${zoneId} and s.volume_class = b.volume_class
      and (s.name = ${poolName} or ${poolName}::text is null)
    where b.kind = 'storage' and b.volume_gib = ${sizeGib} and p.meters = 1
    order by b.is_active desc, p."microCentsPerHour"::bigint, b.position, b.id, s.gib_free desc, s.id limit 1`)
  return row ?? null
}

/** The same for a public address, of which an installation has one bundle. */
export async function findAddressBundle(
  tx: Tx,
  organisationId: Id<'organisation'>,
  reservedAt: Date,
): Promise<PricedBundle | null> {
  const [row] = await tx.execute<PricedBundle>(sql`
    ${pricedBundles(organisationId, reservedAt, sql`'public_address'`)}
    select p.* from priced p join bundles b on b.id = p.id where b.kind = 'address' and p.meters = 1
    order by b.is_active desc, p."microCentsPerHour"::bigint, b.position, b.id limit 1`)
  return row ?? null
}

/** Every bundle with its price versions at an instant, and what the organisation pays for these meters. */
const pricedBundles = (organisationId: Id<'organisation'>, at: Date, meters: ReturnType<typeof sql>) => sql`
  with versions as (
    select v.id, v.bundle_id, v.meter, v.micro_cents_per_hour as list,
      app.own_price(${organisationId}, v.bundle_id, v.meter, v.micro_cents_per_hour, ${at.toISOString()}::timestamptz) as paid
    from price_versions v
    where v.valid_from <= ${at.toISOString()}::timestamptz and (v.valid_to is null or v.valid_to > ${at.toISOString()}::timestamptz)
  ), priced as (
    select bundle_id as id, jsonb_object_agg(meter, id) as "priceVersionIds",
      jsonb_object_agg(meter, paid::text) filter (where paid <> list) as "ownPrices",
      sum(paid) filter (where meter in (${meters}))::bigint::text as "microCentsPerHour",
      div(2 * sum(paid) filter (where meter in (${meters})) * 720 + 1000000, 2000000)::text as "monthlyCents",
      count(*) filter (where meter in (${meters}))::int as meters
    from versions group by bundle_id
  )`

/** Whether a server, volume, public address, backup or image has this id, in any state. */
export async function hasRow(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.execute(
    sql`select 1 from instances where id = ${id} union all select 1 from volumes where id = ${id}
      union all select 1 from public_addresses where id = ${id} union all select 1 from volume_backups where id = ${id}
      union all select 1 from private_images where id = ${id}`,
  )
  return row !== undefined
}

export type OwnedServer = { projectId: Id<'project'>; name: string; createdAt: Date }

/** A live server of the organisation in the zone. */
export async function findServer(
  tx: Tx,
  of: { id: string; organisationId: Id<'organisation'>; zoneId: Id<'zone'> },
): Promise<OwnedServer | null> {
  const [row] = await tx.execute<{ projectId: Id<'project'>; name: string; createdAt: string }>(sql`
    select project_id as "projectId", name, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
    from instances where id = ${of.id} and organisation_id = ${of.organisationId}
      and zone_id = ${of.zoneId} and state in ('running', 'stopped')`)
  return row ? { ...row, createdAt: new Date(row.createdAt) } : null
}

/** The names of live servers, volumes and load balancers of a project. */
export async function listNames(tx: Tx, projectId: Id<'project'>): Promise<Set<string>> {
  const ended = sql`('deleted', 'purging', 'purged', 'failed')`
  const rows = await tx.execute<{ name: string }>(sql`
    select name from instances where project_id = ${projectId} and state not in ${ended}
    union select name from volumes where project_id = ${projectId} and state not in ${ended}
    union select name from balancers where project_id = ${projectId} and state not in ('deleted', 'failed')`)
  return new Set(rows.map(({ name }) => name))
}

/** The names of the live backups of a volume, or of the live images of the organisation of a server. */
export async function listCopyNames(
  tx: Tx,
  kind: 'backup' | 'image',
  sourceId: string,
): Promise<Set<string>> {
  const rows = await tx.execute<{ name: string }>(
    kind === 'backup'
      ? sql`select name from volume_backups where volume_id = ${sourceId} and state not in ('deleted', 'failed')`
      : sql`select i.name from private_images i
          join instances s on s.organisation_id = i.organisation_id
          where s.id = ${sourceId} and i.state not in ('deleted', 'failed')`,
  )
  return new Set(rows.map(({ name }) => name))
}
