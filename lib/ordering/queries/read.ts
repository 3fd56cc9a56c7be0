import { and, asc, count, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundleName } from '~/db/expressions/bundle-name'
import { hasId } from '~/db/expressions/has-id'
import { isReservedAddress } from '~/db/expressions/public-address'
import { bundles, images, zones } from '~/db/schema/catalogue'
import { accounts, projects } from '~/db/schema/identity/identity'
import { heldOrders } from '~/db/schema/ordering/buying'
import { orderLines, orders } from '~/db/schema/ordering/ordering'
import { balancers } from '~/db/schema/resources/balancers'
import { instances, volumes } from '~/db/schema/resources/compute'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'

const described = {
  order: orders,
  project: { id: projects.id, name: projects.name },
  placedBy: accounts.fullName,
}

export async function listOrderRows(
  tx: Tx,
  organisationId: Id<'organisation'>,
  page: { limit: number; offset: number; projectId?: string | undefined },
) {
  return tx
    .select({ ...described, obstacle: heldOrders.obstacle })
    .from(orders)
    .innerJoin(projects, eq(projects.id, orders.projectId))
    .leftJoin(accounts, eq(accounts.id, orders.placedByAccountId))
    .leftJoin(heldOrders, eq(heldOrders.orderId, orders.id))
    .where(ofProject(organisationId, page.projectId))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(page.limit)
    .offset(page.offset)
}

/** Orders of the organisation, or of one of its projects. */
const ofProject = (organisationId: Id<'organisation'>, projectId?: string) =>
  and(
    eq(orders.organisationId, organisationId),
    projectId ? hasId(orders.projectId, 'project', projectId) : undefined,
  )

export async function countOrders(
  tx: Tx,
  organisationId: Id<'organisation'>,
  projectId?: string,
): Promise<number> {
  const [row] = await tx.select({ total: count() }).from(orders).where(ofProject(organisationId, projectId))
  return row?.total ?? 0
}

export async function findOrderRow(tx: Tx, organisationId: Id<'organisation'>, orderId: Id<'order'>) {
  const [row] = await tx
    .select(described)
    .from(orders)
    .innerJoin(projects, eq(projects.id, orders.projectId))
    .leftJoin(accounts, eq(accounts.id, orders.placedByAccountId))
    .where(and(eq(orders.organisationId, organisationId), eq(orders.id, orderId)))
  return row ?? null
}

export async function listLineRows(tx: Tx, orderIds: Id<'order'>[]) {
  return tx
    .select({
      line: orderLines,
      bundle: { ...getTableColumns(bundles), name: bundleName },
      zone: zones,
      image: images,
    })
    .from(orderLines)
    .innerJoin(bundles, eq(bundles.id, orderLines.bundleId))
    .innerJoin(zones, eq(zones.id, orderLines.zoneId))
    .leftJoin(images, eq(images.id, orderLines.imageId))
    .where(inArray(orderLines.orderId, orderIds))
    .orderBy(asc(orderLines.orderId), asc(orderLines.position))
}

/** Servers of these lines, in the order of their names. */
export async function listInstancesOfLines(tx: Tx, lineIds: Id<'orderLine'>[]) {
  return tx
    .select({
      id: instances.id,
      orderLineId: instances.orderLineId,
      name: instances.name,
      state: instances.state,
      address: instances.address,
      failureCode: instances.failureCode,
    })
    .from(instances)
    .where(inArray(instances.orderLineId, lineIds))
    .orderBy(asc(instances.name), asc(instances.id))
}

export async function listVolumesOfLines(tx: Tx, lineIds: Id<'orderLine'>[]) {
  return tx
    .select({
      id: volumes.id,
      orderLineId: volumes.orderLineId,
      name: volumes.name,
      state: volumes.state,
      sizeGib: volumes.sizeGib,
      attachedTo: volumes.attachedInstanceId,
      failureCode: volumes.failureCode,
    })
    .from(volumes)
    .where(inArray(volumes.orderLineId, lineIds))
    .orderBy(asc(volumes.name), asc(volumes.id))
}

/** The load balancers of these lines, with the public address that leads to each. */
export async function listBalancersOfLines(tx: Tx, lineIds: Id<'orderLine'>[]) {
  return tx
    .select({
      id: balancers.id,
      orderLineId: balancers.orderLineId,
      name: balancers.name,
      state: balancers.state,
      address: publicAddresses.address,
      failureCode: balancers.failureCode,
    })
    .from(balancers)
    .leftJoin(publicAddresses, and(eq(publicAddresses.balancerId, balancers.id), isReservedAddress))
    .where(inArray(balancers.orderLineId, lineIds))
    .orderBy(asc(balancers.name), asc(balancers.id))
}

/** Orders with resources still being created, whatever their stored state. */
export async function listMovingOrderIds(tx: Tx, orderIds: Id<'order'>[]): Promise<string[]> {
  if (orderIds.length === 0) return []
  const ofServers = tx
    .select({ id: orderLines.orderId })
    .from(orderLines)
    .innerJoin(instances, eq(instances.orderLineId, orderLines.id))
    .where(and(inArray(orderLines.orderId, orderIds), eq(instances.state, 'creating')))
  const ofVolumes = tx
    .select({ id: orderLines.orderId })
    .from(orderLines)
    .innerJoin(volumes, eq(volumes.orderLineId, orderLines.id))
    .where(and(inArray(orderLines.orderId, orderIds), eq(volumes.state, 'creating')))
  const ofBalancers = tx
    .select({ id: orderLines.orderId })
    .from(orderLines)
    .innerJoin(balancers, eq(balancers.orderLineId, orderLines.id))
    .where(and(inArray(orderLines.orderId, orderIds), eq(balancers.state, 'creating')))
  return (await ofServers.union(ofVolumes).union(ofBalancers)).map((row) => row.id)
}

export async function listReadyTimes(tx: Tx) {
  const rows = await tx.execute<{
    zoneId: string
    resourceKind: 'instance' | 'volume'
    medianMilliseconds: number
    deliveries: number
  }>(sql`select zone_id as "zoneId", resource_kind as "resourceKind", median_milliseconds as "medianMilliseconds",
      deliveries from app.ready_times()`)
  return [...rows]
}

export async function listDeliveryTimes(tx: Tx, most: number) {
  const rows = await tx.execute<{
    zoneId: string
    resourceKind: 'instance' | 'volume'
    medianMilliseconds: number
    p95Milliseconds: number
    deliveries: number
  }>(sql`select zone_id as "zoneId", resource_kind as "resourceKind", median_milliseconds as "medianMilliseconds",
      p95_milliseconds as "p95Milliseconds", deliveries from app.delivery_times(${most}::int)`)
  return [...rows]
}
