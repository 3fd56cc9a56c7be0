import { type Tx, withOrganisation } from '~/db/client'
import { readVatRate } from '~/lib/billing'
import { listGrantsOfOrder } from '~/lib/catalogue'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readWait } from '~/lib/moderation'
import { listPlacements } from '~/lib/placement'
import {
  listSagasOfResources,
  readFirstBootViews,
  readReach,
  readReachTests,
  readSilences,
} from '~/lib/resources'
import { readReadyTimes } from '../cart/ready-times'
import { changeView } from '../changes/change-view'
import { readHold } from '../holds/read-hold'
import {
  findOrderRow,
  listBalancersOfLines,
  listInstancesOfLines,
  listLineRows,
  listVolumesOfLines,
} from '../queries/read'
import type { OrderedResource, OrderLineView, OrderView, ReadyTimes } from '../views'
import { engagementOf } from './engagement'
import { deliveryOf, deriveOrderState } from './order-state'

/**
 * One order with the progress of each of its resources, down to running saga steps. Its state is derived from
 * the resources' current state, even before the order row is updated.
 *
 * @throws DomainError `not_found`
 */
export async function getOrder(ctx: OpContext, input: { id: string }): Promise<OrderView> {
  authorize(ctx, 'order:read')
  const orderId = input.id
  if (!isId('order', orderId)) throw new DomainError('not_found')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const found = await findOrderRow(tx, organisationId, orderId)
    if (!found) throw new DomainError('not_found')
    const { order, project } = found
    const lineRows = await listLineRows(tx, [orderId])
    const resources = await readResources(
      tx,
      lineRows.map(({ line }) => line.id),
      ctx.now,
    )
    const ready = await readReadyTimes(tx)
    const lines = lineRows.map((row) => lineView(row, resources.get(row.line.id) ?? [], ready))
    const all = lines.flatMap((line) => line.resources)
    return {
      id: order.id,
      number: order.number,
      project,
      references: lineRows[0]?.line.costReferences ?? order.change?.costReferences ?? {},
      state: all.length === 0 ? order.state : deriveOrderState(all.map((each) => deliveryOf(each.state))),
      createdAt: order.createdAt.toISOString(),
      finishedAt: order.finishedAt?.toISOString() ?? null,
      monthlyCents: order.monthlyCents.toString(),
      placedBy: found.placedBy,
      promotions: await listGrantsOfOrder(tx, orderId),
      engagement: engagementOf(
        order.monthlyCents,
        lineRows.map(({ line }) => line),
        await readVatRate(tx, ctx.now, organisationId),
      ),
      termsVersion: order.termsVersion,
      dpaVersion: order.dpaVersion,
      lines,
      change: changeView(order.change, ctx.locale),
      failure: order.failure,
      referencesWait: isUnchecked(order.referenceCheck)
        ? await readWait(tx, order.id, ['references'], ctx.now)
        : null,
      ...(await readHold(tx, ctx, order)),
    }
  })
}

const isUnchecked = (check: string | null) => check === 'unreachable' || check === 'unknown_structure'

async function readResources(
  tx: Tx,
  lineIds: Id<'orderLine'>[],
  now: Date,
): Promise<Map<string, OrderedResource[]>> {
  const servers = await listInstancesOfLines(tx, lineIds)
  const volumes = await listVolumesOfLines(tx, lineIds)
  const balancers = await listBalancersOfLines(tx, lineIds)
  const ids = [...servers, ...volumes, ...balancers].map((each) => each.id)
  const sagas = await listSagasOfResources(tx, ids)
  const placements = await listPlacements(tx, ids)
  const created = servers.filter(({ state }) => state !== 'creating' && state !== 'failed')
  const reach = await readReach(
    tx,
    created.map(({ id }) => id),
  )
  const tests = await readReachTests(
    tx,
    created.map(({ id }) => id),
  )
  const boots = await readFirstBootViews(
    tx,
    created.map(({ id }) => id),
    now,
  )
  const silences = await readSilences(tx, ids)
  const shared = (id: string) => ({
    health: silences.get(id) ?? null,
    // Later operations on a resource appear on its own page.
    saga: sagas.find((saga) => saga.resourceId === id && saga.kind.startsWith('create_')) ?? null,
    placement: placements.find((place) => place.resourceId === id) ?? null,
  })
  const byLine = new Map<string, OrderedResource[]>()
  const add = (lineId: string, resource: OrderedResource) =>
    byLine.set(lineId, [...(byLine.get(lineId) ?? []), resource])
  for (const { orderLineId, ...server } of servers) {
    add(orderLineId, {
      kind: 'instance',
      ...server,
      reach: reach.get(server.id) ?? null,
      reachTest: tests.get(server.id) ?? null,
      firstBoot: boots.get(server.id) ?? null,
      attachedTo: null,
      sizeGib: null,
      ...shared(server.id),
    })
  }
  for (const { orderLineId, ...volume } of volumes) {
    add(orderLineId, {
      kind: 'volume',
      ...volume,
      address: null,
      reach: null,
      reachTest: null,
      firstBoot: null,
      ...shared(volume.id),
    })
  }
  for (const { orderLineId, ...balancer } of balancers) {
    add(orderLineId, {
      kind: 'balancer',
      ...balancer,
      reach: null,
      reachTest: null,
      firstBoot: null,
      attachedTo: null,
      sizeGib: null,
      ...shared(balancer.id),
    })
  }
  return byLine
}

function lineView(
  { line, bundle, zone, image }: Awaited<ReturnType<typeof listLineRows>>[number],
  resources: OrderedResource[],
  ready: ReadyTimes,
): OrderLineView {
  const kind = bundle.kind === 'storage' ? 'volume' : 'instance'
  // Measured for servers and volumes only.
  const isMeasured = bundle.kind !== 'balancer' && bundle.kind !== 'address'
  return {
    id: line.id,
    bundle: { id: bundle.id, name: bundle.name, kind: bundle.kind },
    zone: { id: zone.id, code: zone.code, name: zone.name, city: zone.city },
    image: image && { name: image.name, slug: image.slug },
    name: line.name,
    quantity: line.quantity,
    references: { ...line.costReferences },
    sshAccess: line.sshAccess,
    commitment: line.commitment,
    state:
      resources.length === 0 ? line.state : deriveOrderState(resources.map((each) => deliveryOf(each.state))),
    readyMilliseconds: (isMeasured && ready[zone.id]?.[kind]) || null,
    resources,
  }
}
