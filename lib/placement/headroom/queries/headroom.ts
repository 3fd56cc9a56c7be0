import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundleName } from '~/db/expressions/bundle-name'
import { isReachable } from '~/db/expressions/reachable-zone'
import { sells } from '~/db/expressions/selling-host'
import { bundles, zones } from '~/db/schema/catalogue'
import { allocations, hosts, racks, storagePools } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** The hosts in service of a zone with their free capacity and rack. */
export async function listRoomOnHosts(tx: Tx, zoneId: Id<'zone'>) {
  return tx
    .select({
      id: hosts.id,
      rackId: hosts.rackId,
      vcpu: hosts.vcpuFree,
      memoryMib: hosts.memoryMibFree,
      diskGib: hosts.diskGibFree,
    })
    .from(hosts)
    .where(and(eq(hosts.zoneId, zoneId), sells))
    .orderBy(asc(hosts.id))
}

/** Serialises the claims of a zone with headroom until the transaction ends. */
export async function lockHeadroom(tx: Tx, zoneId: Id<'zone'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`headroom ${zoneId}`}, 0))`)
}

export async function keepsHeadroom(tx: Tx, zoneId: Id<'zone'>): Promise<boolean> {
  const [row] = await tx.select({ keeps: zones.keepsHeadroom }).from(zones).where(eq(zones.id, zoneId))
  return row?.keeps ?? false
}

/** False when the zone does not exist. */
export async function updateKeepsHeadroom(tx: Tx, zoneId: Id<'zone'>, keeps: boolean): Promise<boolean> {
  const rows = await tx
    .update(zones)
    .set({ keepsHeadroom: keeps })
    .where(eq(zones.id, zoneId))
    .returning({ id: zones.id })
  return rows.length > 0
}

/**
 * Changes when a host or pool of the zone is added, removed, changes state or rack, or has a different free
 * amount.
 */
export async function fingerprintZone(tx: Tx, zoneId: Id<'zone'>): Promise<string> {
  const [row] = await tx
    .select({
      hosts: sql<string>`coalesce(bit_xor(hashtextextended(concat_ws(' ', ${hosts.id}, ${hosts.rackId}, ${hosts.state}, ${hosts.unreachableSince},
        ${hosts.vcpuFree}, ${hosts.memoryMibFree}, ${hosts.diskGibFree}, ${hosts.labels}), 0)), 0)::text`,
      pools: sql<string>`(select coalesce(string_agg(concat_ws(' ', ${storagePools.id}, ${storagePools.gibFree}), ','
        order by ${storagePools.id}), '') from ${storagePools} where ${storagePools.zoneId} = ${zoneId})`,
      standing: sql<string>`(select concat_ws(' ', ${zones.state}, ${isReachable}) from ${zones} where ${zones.id} = ${zoneId})`,
    })
    .from(hosts)
    .where(eq(hosts.zoneId, zoneId))
  return row ? `${row.hosts} ${row.pools} ${row.standing}` : ''
}

/** The size of one server of each bundle on sale, by position. */
export async function listBundleShapes(tx: Tx) {
  return tx
    .select({
      id: bundles.id,
      name: bundleName,
      vcpu: bundles.vcpu,
      memoryMib: bundles.memoryMib,
      diskGib: bundles.rootDiskGib,
      poolGib: bundles.volumeGib,
      volumeClass: bundles.volumeClass,
      requiredLabels: bundles.requiredLabels,
    })
    .from(bundles)
    .where(and(bundles.isActive, gt(bundles.vcpu, 0)))
    .orderBy(asc(bundles.position), asc(bundles.id))
}

/** How many claims of each size are in each rack of a zone, whatever the state of the host. */
export async function countClaimsByRack(tx: Tx, zoneId: Id<'zone'>) {
  // Host by host, as an index-only scan.
  const standing = tx
    .select({
      vcpu: allocations.vcpu,
      memoryMib: allocations.memoryMib,
      diskGib: allocations.diskGib,
      count: sql<number>`count(*)`.as('claims'),
    })
    .from(allocations)
    .where(and(eq(allocations.hostId, hosts.id), inArray(allocations.state, ['pending', 'posted'])))
    .groupBy(allocations.vcpu, allocations.memoryMib, allocations.diskGib)
    .as('standing')
  return tx
    .select({
      rackId: hosts.rackId,
      rack: racks.name,
      vcpu: standing.vcpu,
      memoryMib: standing.memoryMib,
      diskGib: standing.diskGib,
      count: sql<number>`sum(${standing.count})::int`,
    })
    .from(hosts)
    .innerJoin(racks, eq(racks.id, hosts.rackId))
    .crossJoinLateral(standing)
    .where(eq(hosts.zoneId, zoneId))
    .groupBy(hosts.rackId, racks.name, standing.vcpu, standing.memoryMib, standing.diskGib)
}

/** The same for roles that may see only some of the claims. */
export async function callLoadsByRack(tx: Tx, zoneId: Id<'zone'>) {
  return tx.execute<Awaited<ReturnType<typeof countClaimsByRack>>[number]>(sql`
    select rack_id as "rackId", rack, vcpu, memory_mib as "memoryMib", disk_gib as "diskGib", claims as count
    from app.loads_by_rack(${zoneId})`)
}
