import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { emitEvent } from '~/lib/events'
import { addNotice, authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import * as queries from '../queries/order-state'
import type { OrderState } from '../views'
import { deliveryOf, deriveOrderState, isFinal } from './order-state'

type Resource = Awaited<ReturnType<typeof queries.listResourceStates>>[number]
type Order = NonNullable<Awaited<ReturnType<typeof queries.lockOrderOfLine>>>

/**
 * Derives the state of the line and its order from their resources. When that ends the order, it is audited
 * and the person who placed it is notified by mail and in the portal. Running it again sends nothing twice.
 */
export async function refreshOrderLine(
  ctx: OpContext,
  input: { organisationId: Id<'organisation'>; orderLineId: Id<'orderLine'> },
): Promise<OrderState | null> {
  authorizeSystem(ctx)
  return withSystem(ctx, async (tx) => {
    const order = await queries.lockOrderOfLine(tx, input.organisationId, input.orderLineId)
    if (!order) return null
    const resources = await queries.listResourceStates(tx, order.id)
    const addresses = await queries.listAddressStates(tx, order.id)
    const ofLine = [...resources, ...addresses].filter(({ lineId }) => lineId === input.orderLineId)
    const failure = resources.find(({ lineId, state }) => lineId === input.orderLineId && state === 'failed')
    await queries.updateLineState(tx, input.orderLineId, {
      state: deriveOrderState(ofLine.map((resource) => deliveryOf(resource.state))),
      failureCode: failure?.failureCode ?? null,
      failureText: failure?.failureText ?? null,
    })
    // An address fails with its server, which alone decides whether the order failed.
    const states = [...resources, ...addresses.filter((address) => address.state !== 'failed')]
    const state = deriveOrderState(states.map((resource) => deliveryOf(resource.state)))
    if (state === order.state) return state
    await queries.updateOrderState(tx, order.id, { state, finishedAt: isFinal(state) ? ctx.now : null })
    if (isFinal(state)) await notifyOrderEnd(tx, ctx, order, state, resources)
    return state
  })
}

async function notifyOrderEnd(
  tx: Tx,
  ctx: OpContext,
  order: Order,
  state: OrderState,
  resources: readonly Resource[],
): Promise<void> {
  const { organisationId, projectId, number } = order
  const failed = resources.filter((resource) => resource.state === 'failed')
  await recordAudit(tx, ctx, 'order.settled', {
    organisationId,
    kind: 'order',
    id: order.id,
    details: { number, from: order.state, to: state, failed: failed.map((resource) => resource.name) },
  })
  await emitEvent(tx, ctx, {
    organisationId,
    event: 'order.settled',
    data: { orderId: order.id, number, projectId, state, failed: failed.map((resource) => resource.name) },
  })
  const href = routes.org.orderDetail(organisationId, order.id)
  const kind = state === 'delivered' ? 'order_delivered' : 'order_failed'
  await addNotice(tx, ctx, { organisationId, projectId, kind, params: { number }, href })
  const to = order.placedByAccountId ? await queries.findRecipient(tx, order.placedByAccountId) : null
  if (!to) return
  const url = portalLink(href)
  const shared = { to: to.email, locale: to.locale }
  if (state === 'delivered') {
    const names = resources.map((resource) => resource.name)
    await queueMail(tx, {
      ...shared,
      template: 'order-delivered',
      params: { name: to.name, number, names, url },
    })
  } else {
    const failures = failed.map((resource) => resource.name)
    const isPartial = state === 'partly_failed'
    await queueMail(tx, {
      ...shared,
      template: 'order-failed',
      params: { name: to.name, number, failures, isPartial, url },
    })
  }
}
