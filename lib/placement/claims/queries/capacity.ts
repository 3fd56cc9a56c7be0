import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { executeText } from '~/db/execute-raw'
import { isReachable } from '~/db/expressions/reachable-zone'
import { sells } from '~/db/expressions/selling-host'
import { zones } from '~/db/schema/catalogue'
import { allocations, hosts, racks, rooms, sites, storagePools } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** Zones that sell: in service and reachable by a worker, by position. */
export async function listOpenZones(tx: Tx) {
  return tx
    .select({ id: zones.id, placement: zones.placement, keepsHeadroom: zones.keepsHeadroom })
    .from(zones)
    .where(and(eq(zones.state, 'in_service'), isReachable))
    .orderBy(asc(zones.position), asc(zones.id))
}

/** Free capacity of the hosts in service and reachable in these zones. */
export async function listHostCapacity(tx: Tx, zoneIds: Id<'zone'>[]) {
  return tx
    .select({
      id: hosts.id,
      zoneId: hosts.zoneId,
      rackId: hosts.rackId,
      roomId: racks.roomId,
      labels: hosts.labels,
      vcpuFree: hosts.vcpuFree,
      memoryMibFree: hosts.memoryMibFree,
      diskGibFree: hosts.diskGibFree,
      vcpuTotal: sql<number>`(${hosts.vcpuPhysical} * ${hosts.vcpuOvercommitPercent} / 100 - ${hosts.vcpuReserved})`,
      memoryMibTotal: sql<number>`(${hosts.memoryMibPhysical} - ${hosts.memoryMibReserved})`,
      diskGibTotal: sql<number>`(${hosts.diskGibPhysical} - ${hosts.diskGibReserved})`,
    })
    .from(hosts)
    .innerJoin(racks, eq(racks.id, hosts.rackId))
    .where(and(inArray(hosts.zoneId, zoneIds), sells))
    .orderBy(asc(hosts.id))
}

export async function listPoolCapacity(tx: Tx, zoneIds: Id<'zone'>[]) {
  return tx
    .select({
      id: storagePools.id,
      zoneId: storagePools.zoneId,
      volumeClass: storagePools.volumeClass,
      gibFree: storagePools.gibFree,
      gibTotal: sql<number>`(${storagePools.gibPhysical} - ${storagePools.gibReserved})`,
    })
    .from(storagePools)
    .where(inArray(storagePools.zoneId, zoneIds))
    .orderBy(asc(storagePools.id))
}

export type ClaimRow = {
  id: Id<'allocation'>
  resourceKind: 'instance' | 'volume' | 'snapshot' | 'image' | 'backup'
  resourceId: string
  hostId: Id<'host'> | null
  poolId: Id<'pool'> | null
  vcpu: number
  memoryMib: number
  diskGib: number
  poolGib: number
  /** The number of candidates the place was chosen from; one when there was no choice. */
  candidates?: number
  /** Labels the host must have. */
  requiredLabels?: Record<string, string> | undefined
}
export type ClaimAnswer =
  | { outcome: 'claimed'; addresses: Record<string, string> }
  | { outcome: 'quota_exceeded'; resource: string; limit: number; used: number; asked: number }
  | { outcome: 'lost' }
  | { outcome: 'no_address' }

/** Claims all of these in the database, or none. */
export async function callClaimAllocations(
  tx: Tx,
  claim: {
    organisationId: Id<'organisation'>
    projectId: Id<'project'>
    zoneId: Id<'zone'>
    rows: readonly ClaimRow[]
    /** The salt of the choice among the candidates. */
    salt?: string
    /** Some of the resources belong to placement groups. */
    isGrouped?: boolean
    expiresAt: Date | null
    now: Date
  },
): Promise<ClaimAnswer> {
  const [only] = claim.rows
  if (only && claim.rows.length === 1 && !claim.isGrouped && isBareServer(only)) {
    const answer = await callClaimServer(tx, { ...claim, row: only })
    if (answer === 'lost') return { outcome: 'lost' }
    if (answer !== null)
      return { outcome: 'claimed', addresses: answer === '' ? {} : { [only.resourceId]: answer } }
  }
  const column = (of: (row: ClaimRow) => string | number | null) =>
    `{${claim.rows.map((row) => of(row) ?? 'null').join(',')}}`
  const labelled = claim.rows.filter(({ requiredLabels }) => requiredLabels)
  const labels =
    labelled.length === 0
      ? null
      : JSON.stringify(
          labelled.map(({ hostId, requiredLabels }) => ({ host: hostId, labels: requiredLabels })),
        )
  const [row] = await tx.execute<{ answer: ClaimAnswer }>(sql`
    select app.claim_capacity(${claim.organisationId}, ${claim.projectId}, ${claim.zoneId},
      ${column((row) => row.id)}::text[], ${column((row) => row.resourceKind)}::text[], ${column((row) => row.resourceId)}::text[],
      ${column((row) => row.hostId)}::text[], ${column((row) => row.poolId)}::text[], ${column((row) => row.vcpu)}::int[],
      ${column((row) => row.memoryMib)}::int[], ${column((row) => row.diskGib)}::int[], ${column((row) => row.poolGib)}::int[],
      ${column((row) => row.candidates ?? 1)}::int[], ${claim.salt ?? null}, ${claim.isGrouped ?? false}::boolean, ${labels}::jsonb,
      ${claim.expiresAt?.toISOString() ?? null}::timestamptz, ${claim.now.toISOString()}::timestamptz) as answer`)
  if (!row) throw new Error('claim_capacity answered nothing')
  return row.answer
}

/** A server that needs only a place on a host: most claims are for one. */
const isBareServer = (row: ClaimRow) =>
  row.resourceKind === 'instance' && row.hostId !== null && row.poolId === null && !row.requiredLabels

const claimServer = `select app.claim_server($1, $2, $3, $4, $5, $6, $7::int, $8::int, $9::int, $10::int, $11, $12::timestamptz,
  $13::timestamptz) as address`

/**
 * The fast path for claiming one server: returns its address, '' where there are none, null when the general
 * path must report the reason.
 */
async function callClaimServer(
  tx: Tx,
  claim: {
    organisationId: Id<'organisation'>
    projectId: Id<'project'>
    zoneId: Id<'zone'>
    row: ClaimRow
    salt?: string
    expiresAt: Date | null
    now: Date
  },
): Promise<string | null> {
  const { row, expiresAt, now } = claim
  const [answer] = await executeText<{ address: string | null }>(tx, claimServer, [
    claim.organisationId,
    claim.projectId,
    claim.zoneId,
    row.id,
    row.resourceId,
    row.hostId,
    row.vcpu,
    row.memoryMib,
    row.diskGib,
    row.candidates ?? 1,
    claim.salt ?? null,
    expiresAt?.toISOString() ?? null,
    now.toISOString(),
  ])
  return answer?.address ?? null
}

/** Takes all locks that a claim in this zone may need, in the order in which claims take them. */
export async function lockPlacement(
  tx: Tx,
  claim: { organisationId: Id<'organisation'>; projectId: Id<'project'>; zoneId: Id<'zone'> },
): Promise<void> {
  await tx.execute(
    sql`select app.lock_placement(${claim.organisationId}, ${claim.projectId}, ${claim.zoneId})`,
  )
}

export async function callPostAllocation(tx: Tx, resourceId: string, now: Date): Promise<boolean> {
  const [row] = await tx.execute<{ done: boolean }>(
    sql`select app.post_allocation(${resourceId}, ${now.toISOString()}::timestamptz) as done`,
  )
  return row?.done ?? false
}

export async function callEndAllocation(
  tx: Tx,
  resourceId: string,
  state: 'released' | 'voided' | 'expired',
  now: Date,
): Promise<boolean> {
  const [row] = await tx.execute<{ done: boolean }>(
    sql`select app.end_allocation(${resourceId}, ${state}, ${now.toISOString()}::timestamptz) as done`,
  )
  return row?.done ?? false
}

export type ResizeAnswer = 'resized' | 'none' | 'host_full' | 'quota_exceeded'

export async function callResizeAllocation(
  tx: Tx,
  resourceId: string,
  size: { vcpu: number; memoryMib: number; diskGib: number },
): Promise<ResizeAnswer> {
  const [row] = await tx.execute<{ answer: ResizeAnswer }>(
    sql`select app.resize_allocation(${resourceId}, ${size.vcpu}, ${size.memoryMib}, ${size.diskGib}) as answer`,
  )
  if (!row) throw new Error('resize_allocation answered nothing')
  return row.answer
}

/** What a live claim holds on its host; null without one. The caller has locked its resource. */
export async function selectLiveClaim(tx: Tx, resourceId: string) {
  const [row] = await tx
    .select({ vcpu: allocations.vcpu, memoryMib: allocations.memoryMib, diskGib: allocations.diskGib })
    .from(allocations)
    .where(and(eq(allocations.resourceId, resourceId), inArray(allocations.state, ['pending', 'posted'])))
  return row ?? null
}

export type PoolResizeAnswer = 'resized' | 'none' | 'pool_full' | 'quota_exceeded'

export async function callResizePoolAllocation(
  tx: Tx,
  resourceId: string,
  poolGib: number,
): Promise<PoolResizeAnswer> {
  const [row] = await tx.execute<{ answer: PoolResizeAnswer }>(
    sql`select app.resize_pool_allocation(${resourceId}, ${poolGib}) as answer`,
  )
  if (!row) throw new Error('resize_pool_allocation answered nothing')
  return row.answer
}

/** Site, room, rack and generation of live or past claims of these resources, the newest claim of each. */
export async function listPlacements(tx: Tx, resourceIds: string[]) {
  return tx
    .selectDistinctOn([allocations.resourceId], {
      resourceId: allocations.resourceId,
      site: sql<string>`coalesce(${sites.name}, ${zones.name})`,
      city: sql<string>`coalesce(${sites.city}, ${zones.city})`,
      room: rooms.name,
      rack: racks.name,
      generation: hosts.generation,
      pool: storagePools.name,
    })
    .from(allocations)
    .innerJoin(zones, eq(zones.id, allocations.zoneId))
    .leftJoin(storagePools, eq(storagePools.id, allocations.poolId))
    .leftJoin(hosts, eq(hosts.id, allocations.hostId))
    .leftJoin(racks, eq(racks.id, hosts.rackId))
    .leftJoin(rooms, eq(rooms.id, racks.roomId))
    .leftJoin(sites, eq(sites.id, rooms.siteId))
    .where(inArray(allocations.resourceId, resourceIds))
    .orderBy(asc(allocations.resourceId), sql`${allocations.createdAt} desc`)
}
