import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { orderLines } from '~/db/schema/ordering/ordering'
import { balancerAddresses, balancers } from '~/db/schema/resources/balancers'
import { instances } from '~/db/schema/resources/compute'
import { privateAddresses, privateNetworks } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'
import type { NetworkRow } from './networks'

/** Excludes servers from the network until the transaction ends, and waits for those that are being put on it. */
export async function lockAddresses(tx: Tx, id: Id<'network'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`private_addresses ${id}`}, 0))`)
}

/** The names of the servers that have an address on the network, also of those whose erasure is due. */
export async function listServerNames(tx: Tx, id: Id<'network'>): Promise<string[]> {
  const rows = await tx
    .select({ name: instances.name })
    .from(privateAddresses)
    .innerJoin(instances, eq(instances.id, privateAddresses.instanceId))
    .where(eq(privateAddresses.networkId, id))
    .orderBy(asc(instances.name))
  return rows.map(({ name }) => name)
}

/** The names of the load balancers on the network, until nothing of them is left. */
export async function listBalancerNames(tx: Tx, id: Id<'network'>): Promise<string[]> {
  const rows = await tx
    .select({ name: balancers.name })
    .from(balancers)
    .where(and(eq(balancers.networkId, id), inArray(balancers.state, ['creating', 'active', 'deleting'])))
    .orderBy(asc(balancers.name))
  return rows.map(({ name }) => name)
}

/** Marks it as deleted by the customer, also a restored one; a worker removes it from the hypervisor. */
export async function markNetworkDeleted(tx: Tx, id: Id<'network'>, now: Date): Promise<void> {
  await tx
    .update(privateNetworks)
    .set({ deletedAt: now, revision: sql`${privateNetworks.revision} + 1`, unverified: false })
    .where(eq(privateNetworks.id, id))
}

export async function setNetworkName(tx: Tx, id: Id<'network'>, name: string): Promise<void> {
  await tx.update(privateNetworks).set({ name }).where(eq(privateNetworks.id, id))
}

/** Another network of the same project and zone with this name. */
export async function isNameTaken(
  tx: Tx,
  { projectId, zoneId }: Pick<NetworkRow, 'projectId' | 'zoneId'>,
  name: string,
): Promise<boolean> {
  const [row] = await tx
    .select({ id: privateNetworks.id })
    .from(privateNetworks)
    .where(
      and(
        eq(privateNetworks.projectId, projectId),
        eq(privateNetworks.zoneId, zoneId),
        eq(privateNetworks.name, name),
        isNull(privateNetworks.deletedAt),
      ),
    )
  return row !== undefined
}

export async function findNetwork(tx: Tx, id: Id<'network'>): Promise<NetworkRow | null> {
  const [row] = await tx.select().from(privateNetworks).where(eq(privateNetworks.id, id))
  return row ?? null
}

/** The network; null also once it was deleted. */
export async function findOpenNetwork(tx: Tx, id: Id<'network'>): Promise<NetworkRow | null> {
  const network = await findNetwork(tx, id)
  return network?.deletedAt === null ? network : null
}

/** By a server or a load balancer. */
export async function isAddressTaken(tx: Tx, networkId: Id<'network'>, address: string): Promise<boolean> {
  const [row] = await tx
    .select({ address: privateAddresses.address })
    .from(privateAddresses)
    .where(and(eq(privateAddresses.networkId, networkId), eq(privateAddresses.address, address)))
  const [other] = await tx
    .select({ address: balancerAddresses.address })
    .from(balancerAddresses)
    .where(and(eq(balancerAddresses.networkId, networkId), eq(balancerAddresses.address, address)))
  return row !== undefined || other !== undefined
}

/** Where these servers were ordered: null for the default network, and for the lowest free address. */
export async function listOrderedServers(tx: Tx, ids: readonly Id<'instance'>[]) {
  if (ids.length === 0) return []
  return tx
    .select({
      id: instances.id,
      orderLineId: instances.orderLineId,
      zoneId: instances.zoneId,
      networkId: orderLines.networkId,
      privateAddress: orderLines.privateAddress,
    })
    .from(instances)
    .innerJoin(orderLines, eq(orderLines.id, instances.orderLineId))
    .where(inArray(instances.id, [...ids]))
    .orderBy(asc(instances.id))
}

/** Whether servers that are ordered now get public IPv6: on this network, or on the default one, which may be made for them. */
export async function hasIpv6(
  tx: Tx,
  {
    projectId,
    zoneId,
    networkId,
  }: { projectId: Id<'project'>; zoneId: Id<'zone'>; networkId: Id<'network'> | null },
): Promise<boolean> {
  const isMeant = networkId
    ? eq(privateNetworks.id, networkId)
    : and(eq(privateNetworks.zoneId, zoneId), eq(privateNetworks.isDefault, true))
  const [network] = await tx
    .select({ has: sql<boolean>`range6 is not null and app.can_route_range6(${zoneId})` })
    .from(privateNetworks)
    .where(and(isMeant, eq(privateNetworks.projectId, projectId), isNull(privateNetworks.deletedAt)))
  if (network) return network.has
  const [zone] = await tx.execute<{ has: boolean }>(sql`select app.has_ipv6(${zoneId}) as has`)
  return networkId === null && (zone?.has ?? false)
}

/** The zones in which new networks get public IPv6. */
export async function listIpv6Zones(tx: Tx): Promise<Id<'zone'>[]> {
  const rows = await tx.select({ id: zones.id }).from(zones).where(sql`app.has_ipv6(${zones.id})`)
  return rows.map(({ id }) => id)
}

/** The open networks that servers may be ordered on, the default one of each project and zone first. */
export async function listNetworkChoices(tx: Tx) {
  const { id, projectId, zoneId, name, range, hasExit, isDefault } = privateNetworks
  return tx
    .select({
      ...{ id, projectId, zoneId, name, range, hasExit, isDefault },
      hasIpv6: sql<boolean>`range6 is not null and app.can_route_range6(zone_id)`,
    })
    .from(privateNetworks)
    .where(isNull(privateNetworks.deletedAt))
    .orderBy(desc(isDefault), asc(name))
}

/** The open zones, with whether customers choose the ranges of their networks there. */
export async function listNetworkZones(tx: Tx) {
  return tx
    .select({
      id: zones.id,
      name: zones.name,
      code: zones.code,
      canChooseRange: sql<boolean>`${zones.networkTechnology} = 'ovn'`,
    })
    .from(zones)
    .where(eq(zones.state, 'in_service'))
    .orderBy(asc(zones.position))
}
