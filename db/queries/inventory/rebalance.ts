import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { instances } from '~/db/schema/compute'
import { organisations } from '~/db/schema/identity'
import { allocations, hosts, racks } from '~/db/schema/inventory'
import { placementGroupMembers, placementGroups } from '~/db/schema/placement'
import type { Id } from '~/lib/kernel/ids'

const live = inArray(allocations.state, ['pending', 'posted'])

export async function findZoneTitle(tx: Tx, zoneId: Id<'zone'>) {
  const [row] = await tx
    .select({ id: zones.id, code: zones.code, name: zones.name })
    .from(zones)
    .where(eq(zones.id, zoneId))
  return row ?? null
}

/** The hosts of a zone with their place and what is left on them. */
export async function listRebalanceHosts(tx: Tx, zoneId: Id<'zone'>) {
  return tx
    .select({
      id: hosts.id,
      name: hosts.name,
      state: hosts.state,
      labels: hosts.labels,
      rackId: hosts.rackId,
      rack: racks.name,
      roomId: racks.roomId,
      vcpuFree: hosts.vcpuFree,
      memoryMibFree: hosts.memoryMibFree,
      diskGibFree: hosts.diskGibFree,
    })
    .from(hosts)
    .innerJoin(racks, eq(racks.id, hosts.rackId))
    .where(eq(hosts.zoneId, zoneId))
    .orderBy(asc(hosts.id))
}

/** Everything that holds a claim on a host of the zone. */
export async function listClaimsOfZone(tx: Tx, zoneId: Id<'zone'>) {
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
    })
    .from(allocations)
    .innerJoin(hosts, eq(hosts.id, allocations.hostId))
    .innerJoin(organisations, eq(organisations.id, allocations.organisationId))
    .leftJoin(instances, eq(instances.id, allocations.resourceId))
    .where(and(eq(hosts.zoneId, zoneId), live))
    .orderBy(asc(allocations.resourceId))
}

/** The groups of the servers that stand in the zone. */
export async function listGroupsOfZone(tx: Tx, zoneId: Id<'zone'>) {
  return tx
    .select({
      resourceId: placementGroupMembers.resourceId,
      groupId: placementGroups.id,
      relation: placementGroups.relation,
      level: placementGroups.level,
    })
    .from(placementGroupMembers)
    .innerJoin(placementGroups, eq(placementGroups.id, placementGroupMembers.groupId))
    .innerJoin(allocations, eq(allocations.resourceId, placementGroupMembers.resourceId))
    .innerJoin(hosts, eq(hosts.id, allocations.hostId))
    .where(and(eq(hosts.zoneId, zoneId), live))
    .orderBy(asc(placementGroups.id), asc(placementGroupMembers.resourceId))
}
