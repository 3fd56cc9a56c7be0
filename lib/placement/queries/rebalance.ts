import { and, asc, eq, exists, inArray, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundles, zones } from '~/db/schema/catalogue'
import { organisations } from '~/db/schema/identity/identity'
import { allocations, hosts, racks, rooms } from '~/db/schema/inventory'
import { placementGroupMembers, placementGroups } from '~/db/schema/placement'
import { instances, volumes } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

const live = inArray(allocations.state, ['pending', 'posted'])

/** The hosts of a zone with their location and free capacity. */
export async function listRebalanceHosts(tx: Tx, zoneId: Id<'zone'>) {
  return tx
    .select({
      id: hosts.id,
      name: hosts.name,
      state: hosts.state,
      unreachableSince: hosts.unreachableSince,
      labels: hosts.labels,
      rackId: hosts.rackId,
      rack: racks.name,
      row: racks.row,
      roomId: racks.roomId,
      room: rooms.name,
      generation: hosts.generation,
      vcpuTotal: sql<number>`(${hosts.vcpuPhysical} * ${hosts.vcpuOvercommitPercent} / 100 - ${hosts.vcpuReserved})`,
      memoryMibTotal: sql<number>`(${hosts.memoryMibPhysical} - ${hosts.memoryMibReserved})`,
      diskGibTotal: sql<number>`(${hosts.diskGibPhysical} - ${hosts.diskGibReserved})`,
      vcpuFree: hosts.vcpuFree,
      memoryMibFree: hosts.memoryMibFree,
      diskGibFree: hosts.diskGibFree,
    })
    .from(hosts)
    .innerJoin(racks, eq(racks.id, hosts.rackId))
    .innerJoin(rooms, eq(rooms.id, racks.roomId))
    .where(eq(hosts.zoneId, zoneId))
    .orderBy(asc(hosts.id))
}

/** All claims on hosts of the zone; with `only`, those on these hosts, or of members of a group. */
export async function listClaimsOfZone(tx: Tx, zoneId: Id<'zone'>, only?: readonly Id<'host'>[]) {
  const isGrouped = exists(
    tx
      .select({ one: sql`1` })
      .from(placementGroupMembers)
      .where(eq(placementGroupMembers.resourceId, allocations.resourceId)),
  )
  const concerned = only && or(inArray(allocations.hostId, [...only]), isGrouped)
  return tx
    .select({
      resourceId: allocations.resourceId,
      hostId: hosts.id,
      state: allocations.state,
      vcpu: allocations.vcpu,
      memoryMib: allocations.memoryMib,
      diskGib: allocations.diskGib,
      organisationId: organisations.id,
      organisation: organisations.legalName,
      name: instances.name,
      instanceState: instances.state,
      purgeAfter: instances.purgeAfter,
      requiredLabels: bundles.requiredLabels,
      // On a real hypervisor, volumes are on the server's host.
      hasLocalVolumes: sql<boolean>`(${zones.driver} = 'incus' and exists (
        select 1 from ${volumes} where ${volumes.attachedInstanceId} = ${instances.id}))`,
    })
    .from(allocations)
    .innerJoin(hosts, eq(hosts.id, allocations.hostId))
    .innerJoin(organisations, eq(organisations.id, allocations.organisationId))
    .innerJoin(zones, eq(zones.id, hosts.zoneId))
    .leftJoin(instances, eq(instances.id, allocations.resourceId))
    .leftJoin(bundles, eq(bundles.id, instances.bundleId))
    .where(and(eq(hosts.zoneId, zoneId), live, concerned))
    .orderBy(asc(allocations.resourceId))
}

/** All resources with a claim on the host. */
export async function listServersOnHost(tx: Tx, hostId: Id<'host'>): Promise<string[]> {
  const rows = await tx
    .select({ resourceId: allocations.resourceId })
    .from(allocations)
    .where(and(eq(allocations.hostId, hostId), live))
  return rows.map(({ resourceId }) => resourceId)
}

/** The groups of the servers in the zone. */
export async function listGroupsOfZone(tx: Tx, zoneId: Id<'zone'>) {
  return tx
    .select({
      resourceId: placementGroupMembers.resourceId,
      groupId: placementGroups.id,
      relation: placementGroups.relation,
      level: placementGroups.level,
      strength: placementGroups.strength,
      name: placementGroups.name,
    })
    .from(placementGroupMembers)
    .innerJoin(placementGroups, eq(placementGroups.id, placementGroupMembers.groupId))
    .innerJoin(allocations, eq(allocations.resourceId, placementGroupMembers.resourceId))
    .innerJoin(hosts, eq(hosts.id, allocations.hostId))
    .where(and(eq(hosts.zoneId, zoneId), live))
    .orderBy(asc(placementGroups.id), asc(placementGroupMembers.resourceId))
}

/** The zone of a host. */
export async function findZoneOfHost(tx: Tx, hostId: Id<'host'>) {
  const [row] = await tx
    .select({ id: zones.id, code: zones.code, name: zones.name })
    .from(hosts)
    .innerJoin(zones, eq(zones.id, hosts.zoneId))
    .where(eq(hosts.id, hostId))
  return row ?? null
}
