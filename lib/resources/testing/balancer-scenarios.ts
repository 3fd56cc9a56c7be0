import { withOrganisation } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import { insertOrderLine } from '~/testing/estate'
import { recordNewBalancers } from '../balancers/change-balancer-state'
import { deleteBalancer } from '../balancers/delete-balancer'
import { recordSaga } from '../sagas/record-saga'
import { driveToRest } from './drive'
import type { SagaWorld } from './saga-world'
import { member, newName, orderAddress, runningServer } from './scenario-parts'

/** A balancer as an order leaves it, with a server in its pool and a public address ordered with it. */
async function newBalancer(world: SagaWorld, instance: Id<'instance'>): Promise<Id<'balancer'>> {
  const { own, zone } = world.estate
  const [network] = await world.rows.query<{ id: Id<'network'> }>(
    'select network_id as id from private_addresses where instance_id = $1',
    instance,
  )
  if (!network) throw new Error('a running server is on a network')
  const { bundleId, priceId } = await world.balancerOffer()
  const orderLineId = await insertOrderLine(world.estate, own, 'small')
  await world.rows.query(
    `update order_lines set bundle_id = $2, price_version_ids = jsonb_build_object('load_balancer', $3::text) where id = $1`,
    orderLineId,
    bundleId,
    priceId,
  )
  const id = newId('balancer')
  const check = { protocol: 'tcp' as const, path: null, intervalSeconds: 5, rise: 2, fall: 3 }
  const pool = { serverPort: 80, algorithm: 'round_robin' as const, check, isSticky: false }
  await withOrganisation(member(world), (tx, organisationId) =>
    recordNewBalancers(tx, member(world), [
      {
        id,
        organisationId,
        projectId: own.projectId,
        zoneId: zone.zoneId,
        networkId: network.id,
        bundleId,
        orderLineId,
        name: newName(),
        settings: {
          listeners: [{ port: 80, protocol: 'http', certificateId: null, redirectsToHttps: false }],
          pool: { ...pool, instanceIds: [instance], tags: [] },
        },
      },
    ]),
  )
  await orderAddress(world, id)
  return id
}

async function startBalancer(world: SagaWorld, resourceId: Id<'balancer'>) {
  const kind = 'create_balancer' as const
  const sagaId = await withOrganisation(member(world), (tx, organisationId) =>
    recordSaga(tx, member(world), { kind, organisationId, resourceKind: 'balancer', resourceId, input: {} }),
  )
  return { sagaId }
}

/** A balancer at work, with this running server in its pool. */
async function workingBalancer(world: SagaWorld, instance: Id<'instance'>): Promise<Id<'balancer'>> {
  const balancer = await newBalancer(world, instance)
  await driveToRest(world.engine(), (await startBalancer(world, balancer)).sagaId)
  return balancer
}

/** A running server in the pool of a balancer at work. */
export async function balancedServer(world: SagaWorld) {
  const { instance } = await runningServer(world)
  return { instance, balancer: await workingBalancer(world, instance) }
}

export const balancerPreparations = {
  async create_balancer(world: SagaWorld) {
    const { instance } = await runningServer(world)
    const balancer = await newBalancer(world, instance)
    return { resources: { balancer }, ask: () => startBalancer(world, balancer) }
  },
  async delete_balancer(world: SagaWorld) {
    const { instance } = await runningServer(world)
    const balancer = await workingBalancer(world, instance)
    const ask = async () => {
      const { sagaId } = await deleteBalancer(member(world), { balancerId: balancer })
      if (!sagaId) throw new Error('a working balancer is deleted by a saga')
      return { sagaId }
    }
    return { resources: { balancer }, ask }
  },
}
