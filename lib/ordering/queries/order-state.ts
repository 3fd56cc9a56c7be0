import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts } from '~/db/schema/identity/identity'
import { type OrderState, orderLines, orders } from '~/db/schema/ordering/ordering'
import { balancers } from '~/db/schema/resources/balancers'
import { instances, volumes } from '~/db/schema/resources/compute'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'

/**
 * The order of a line, locked: updates of one order's state queue up. The line itself may change during the
 * wait.
 */
export async function lockOrderOfLine(tx: Tx, organisationId: Id<'organisation'>, lineId: Id<'orderLine'>) {
  const ofLine = tx
    .select({ id: orderLines.orderId })
    .from(orderLines)
    .where(and(eq(orderLines.organisationId, organisationId), eq(orderLines.id, lineId)))
  const [order] = await tx.select().from(orders).where(inArray(orders.id, ofLine)).for('update')
  return order ?? null
}

/** State, name and failure of every resource of an order. */
export async function listResourceStates(tx: Tx, orderId: Id<'order'>) {
  const ofServers = await tx
    .select({
      lineId: orderLines.id,
      name: instances.name,
      state: instances.state,
      failureCode: instances.failureCode,
      failureText: instances.failureText,
    })
    .from(orderLines)
    .innerJoin(instances, eq(instances.orderLineId, orderLines.id))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(instances.name)
  const ofVolumes = await tx
    .select({
      lineId: orderLines.id,
      name: volumes.name,
      state: volumes.state,
      failureCode: volumes.failureCode,
      failureText: volumes.failureText,
    })
    .from(orderLines)
    .innerJoin(volumes, eq(volumes.orderLineId, orderLines.id))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(volumes.name)
  const ofBalancers = await tx
    .select({
      lineId: orderLines.id,
      name: balancers.name,
      state: balancers.state,
      failureCode: balancers.failureCode,
      failureText: balancers.failureText,
    })
    .from(orderLines)
    .innerJoin(balancers, eq(balancers.orderLineId, orderLines.id))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(balancers.name)
  return [...ofServers, ...ofVolumes, ...ofBalancers]
}

/**
 * The addresses of an order as resources: `creating` until their server runs, `failed` when it could not be
 * created, which released them before they were metered. A server that is retried gets another one: of each line
 * only as many as were ordered count, those that did not fail first.
 */
export async function listAddressStates(tx: Tx, orderId: Id<'order'>) {
  const isMetered = sql`exists (select from usage_intervals u where u.resource_id = ${publicAddresses.id})`
  const states = await tx
    .select({
      lineId: orderLines.id,
      quantity: orderLines.quantity,
      state: sql<'reserved' | 'creating' | 'failed'>`case when ${isMetered} then 'reserved'
        when ${publicAddresses.releasedAt} is null then 'creating' else 'failed' end`,
    })
    .from(orderLines)
    .innerJoin(publicAddresses, eq(publicAddresses.orderLineId, orderLines.id))
    .where(eq(orderLines.orderId, orderId))
  return [...groupedBy(states, ({ lineId }) => lineId).values()].flatMap((ofLine) =>
    [...ofLine.filter(({ state }) => state !== 'failed'), ...ofLine.filter(({ state }) => state === 'failed')]
      .slice(0, ofLine[0]?.quantity)
      .map(({ lineId, state }) => ({ lineId, state })),
  )
}

export async function updateLineState(
  tx: Tx,
  lineId: Id<'orderLine'>,
  set: { state: OrderState; failureCode: string | null; failureText: string | null },
): Promise<void> {
  await tx.update(orderLines).set(set).where(eq(orderLines.id, lineId))
}

export async function updateOrderState(
  tx: Tx,
  orderId: Id<'order'>,
  set: { state: OrderState; finishedAt: Date | null },
): Promise<void> {
  await tx.update(orders).set(set).where(eq(orders.id, orderId))
}

/** The person who placed the order, as a mail recipient. */
export async function findRecipient(tx: Tx, accountId: Id<'account'>) {
  const [row] = await tx
    .select({ email: accounts.email, name: accounts.fullName, locale: accounts.locale })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  return row ?? null
}
