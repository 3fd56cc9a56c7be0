import { and, asc, eq, inArray, isNull, lte, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { monthlyCentsOf } from '~/db/expressions/agreed-prices'
import { isReservedAddress } from '~/db/expressions/public-address'
import { zoneReach, zones } from '~/db/schema/catalogue'
import { projects } from '~/db/schema/identity/identity'
import { quotas } from '~/db/schema/inventory'
import { orderLines, orders } from '~/db/schema/ordering/ordering'
import { balancerAddresses, balancerBackends, balancers } from '~/db/schema/resources/balancers'
import { instances } from '~/db/schema/resources/compute'
import { privateNetworks } from '~/db/schema/resources/networks'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'

export type ListedBalancer = Awaited<ReturnType<typeof selectBalancers>>[number]

/** Balancers with their place, network and public address: one of them, or those that exist in a project or in all. */
export async function selectBalancers(
  tx: Tx,
  wanted: { id: Id<'balancer'> } | { projectId: Id<'project'> | undefined },
  now: Date,
) {
  return tx
    .select({
      balancer: balancers,
      project: { id: projects.id, name: projects.name },
      zone: { id: zones.id, code: zones.code, name: zones.name },
      network: { id: privateNetworks.id, name: privateNetworks.name },
      addressId: publicAddresses.id,
      address: publicAddresses.address,
      order: { id: orders.id, number: orders.number },
      monthlyCents: monthlyCentsOf(balancers, sql`'load_balancer'`, now),
      awaitsComparison: sql<boolean>`app.awaits_comparison(${balancers.zoneId}, '')`,
    })
    .from(balancers)
    .innerJoin(projects, eq(projects.id, balancers.projectId))
    .innerJoin(zones, eq(zones.id, balancers.zoneId))
    .innerJoin(privateNetworks, eq(privateNetworks.id, balancers.networkId))
    .innerJoin(orderLines, eq(orderLines.id, balancers.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .leftJoin(publicAddresses, and(eq(publicAddresses.balancerId, balancers.id), isReservedAddress))
    .where(
      'id' in wanted
        ? eq(balancers.id, wanted.id)
        : and(
            ne(balancers.state, 'deleted'),
            wanted.projectId ? eq(balancers.projectId, wanted.projectId) : undefined,
          ),
    )
    .orderBy(asc(projects.name), asc(balancers.name), asc(balancers.id))
}

/** The servers of these balancers' pools as last observed. */
export async function listBackendsOf(tx: Tx, ids: readonly Id<'balancer'>[]) {
  if (ids.length === 0) return []
  return tx
    .select()
    .from(balancerBackends)
    .where(inArray(balancerBackends.balancerId, [...ids]))
    .orderBy(asc(balancerBackends.instanceId))
}

/** Those from which it reaches its servers. */
export async function listOwnAddresses(tx: Tx, id: Id<'balancer'>): Promise<string[]> {
  const rows = await tx
    .select({ address: balancerAddresses.address })
    .from(balancerAddresses)
    .where(and(eq(balancerAddresses.balancerId, id), lte(balancerAddresses.position, 2)))
    .orderBy(asc(balancerAddresses.position))
  return rows.map(({ address }) => address)
}

/** The names of these servers, of those that this person sees. */
export async function listServerNames(tx: Tx, ids: readonly Id<'instance'>[]) {
  if (ids.length === 0) return []
  return tx
    .select({ id: instances.id, name: instances.name, state: instances.state })
    .from(instances)
    .where(inArray(instances.id, [...ids]))
}

/** Open zones, with whether balancers can be made there. */
export async function listBalancerZones(tx: Tx) {
  return tx
    .select({
      id: zones.id,
      code: zones.code,
      name: zones.name,
      hasBalancers: sql<boolean>`coalesce(${zoneReach.hasBalancers}, false)`,
      freeAddresses: sql<number>`coalesce((select c.free from app.count_public_addresses() c where c.zone_id = ${zones.id}), 0)`,
    })
    .from(zones)
    .leftJoin(zoneReach, eq(zoneReach.zoneId, zones.id))
    .where(eq(zones.state, 'in_service'))
    .orderBy(asc(zones.position))
}

/** The networks of the project that a balancer can be on. */
export async function listBalancerNetworks(tx: Tx, projectId: Id<'project'>) {
  const { id, name, zoneId, range } = privateNetworks
  return tx
    .select({ id, name, zoneId, range })
    .from(privateNetworks)
    .where(
      and(
        eq(privateNetworks.projectId, projectId),
        eq(privateNetworks.hasExit, true),
        isNull(privateNetworks.deletedAt),
      ),
    )
    .orderBy(asc(privateNetworks.name), asc(privateNetworks.id))
}

/** Reserved addresses of the project that lead nowhere. */
export async function listFreeAddresses(tx: Tx, projectId: Id<'project'>) {
  const { id, address, zoneId } = publicAddresses
  return tx
    .select({ id, address, zoneId })
    .from(publicAddresses)
    .where(
      and(
        eq(publicAddresses.projectId, projectId),
        isReservedAddress,
        isNull(publicAddresses.instanceId),
        isNull(publicAddresses.balancerId),
        eq(publicAddresses.unverified, false),
      ),
    )
    .orderBy(asc(sql`${address}::inet`))
}

export async function findBalancerQuota(
  tx: Tx,
  projectId: Id<'project'>,
): Promise<{ limit: number; used: number }> {
  const [row] = await tx
    .select({ limit: quotas.limit, used: quotas.used })
    .from(quotas)
    .where(and(eq(quotas.projectId, projectId), eq(quotas.resource, 'load_balancers')))
  return row ?? { limit: 0, used: 0 }
}
