import { and, asc, eq, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundles } from '~/db/schema/catalogue'
import { orderLines, orders } from '~/db/schema/ordering/ordering'
import { orderLineUserData } from '~/db/schema/ordering/user-data'
import { instances, volumes } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

const columns = {
  bundleId: orderLines.bundleId,
  zoneId: orderLines.zoneId,
  imageId: orderLines.imageId,
  sshKeyIds: orderLines.sshKeyIds,
  quantity: orderLines.quantity,
  costReferences: orderLines.costReferences,
  commitment: orderLines.commitment,
  sshAccess: orderLines.sshAccess,
  networkId: orderLines.networkId,
  privateAddress: orderLines.privateAddress,
  projectId: orders.projectId,
  /** The addresses of an order are lines under the name and zone of their servers. */
  hasAddress: sql<boolean>`exists (select from order_lines a join bundles b on b.id = a.bundle_id and b.kind = 'address'
    where a.order_id = ${orderLines.orderId} and a.id <> ${orderLines.id} and a.name = ${orderLines.name}
      and a.zone_id = ${orderLines.zoneId})`,
  hasUserData: orderLines.hasUserData,
  userData: orderLineUserData.content,
}

/** Row-level security hides the text from members who do not operate its servers. */
const ofLine = and(
  eq(orderLineUserData.organisationId, orderLines.organisationId),
  eq(orderLineUserData.orderLineId, orderLines.id),
)

const ofOrder = and(eq(orders.organisationId, orderLines.organisationId), eq(orders.id, orderLines.orderId))

/** The lines of an order with the kind of their bundle. */
export async function listLinesOf(tx: Tx, organisationId: Id<'organisation'>, orderId: Id<'order'>) {
  return tx
    .select({ ...columns, name: orderLines.name, kind: bundles.kind })
    .from(orderLines)
    .innerJoin(orders, ofOrder)
    .innerJoin(bundles, eq(bundles.id, orderLines.bundleId))
    .leftJoin(orderLineUserData, ofLine)
    .where(and(eq(orderLines.organisationId, organisationId), eq(orderLines.orderId, orderId)))
    .orderBy(asc(orderLines.position))
}

/** The original line of a server or volume, with its current bundle. */
export async function listLinesOfResource(
  tx: Tx,
  organisationId: Id<'organisation'>,
  resourceId: Id<'instance'> | Id<'volume'>,
) {
  const isServer = sql`${instances.id} = ${resourceId}`
  const isVolume = sql`${volumes.id} = ${resourceId}`
  const rows = await tx
    .select({ ...columns, ofServer: instances.bundleId, ofVolume: volumes.bundleId })
    .from(orderLines)
    .innerJoin(orders, ofOrder)
    .leftJoin(instances, and(eq(instances.orderLineId, orderLines.id), isServer))
    .leftJoin(volumes, and(eq(volumes.orderLineId, orderLines.id), isVolume))
    .leftJoin(orderLineUserData, ofLine)
    .where(and(eq(orderLines.organisationId, organisationId), or(isServer, isVolume)))
    .limit(1)
  return rows.map(({ ofServer, ofVolume, ...row }) => ({
    ...row,
    bundleId: ofServer ?? ofVolume ?? row.bundleId,
  }))
}
