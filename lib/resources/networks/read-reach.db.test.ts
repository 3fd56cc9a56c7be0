import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { insertOrderLine } from '~/testing/estate'
import { addInstance } from '../testing/resources'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { readReach } from './read-reach'

const database = useTestDatabase()
let world: SagaWorld

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())

const reach = async (id: Id<'instance'>) =>
  (await withSystem(systemTestContext(), (tx) => readReach(tx, [id]))).get(id)

async function attach(instanceId: Id<'instance'>, address: string): Promise<string> {
  const { own, bundles, zone } = world.estate
  const [id, poolId] = [newId('publicAddress'), newId('addressPool')]
  const orderLineId = await insertOrderLine(world.estate, own, 'small')
  await world.rows.query(
    `insert into address_pools (id, zone_id, range, created_at) values ($1, $2, $3::cidr, now())`,
    poolId,
    zone.zoneId,
    `${address}/32`,
  )
  await world.rows.query(
    `insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id, instance_id, reserved_at, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now(), 1)`,
    id,
    own.organisationId,
    own.projectId,
    zone.zoneId,
    poolId,
    address,
    bundles.small.id,
    orderLineId,
    instanceId,
  )
  return id
}

async function connect(instanceId: Id<'instance'>): Promise<string> {
  const { own, zone } = world.estate
  const id = newId('network')
  await world.rows.query(
    `insert into private_networks (id, organisation_id, project_id, zone_id, range, created_at, applied_revision)
     values ($1, $2, $3, $4, '10.128.0.0/22', now(), 0)`,
    id,
    own.organisationId,
    own.projectId,
    zone.zoneId,
  )
  await world.rows.query(
    `insert into private_addresses (network_id, address, organisation_id, instance_id, created_at)
     values ($1, '10.128.0.10', $2, $3, now())`,
    id,
    own.organisationId,
    instanceId,
  )
  return id
}

test('follows the address, the rules and their application', async () => {
  const id = await addInstance(world.estate)
  const q = world.rows.query
  await q(`update instances set ssh_key_ids = array['key_1'], address = '10.128.0.10' where id = $1`, id)
  const way = async () => {
    const now = await reach(id)
    return now?.is === 'running' ? now.ways.map((each) => ('is' in each ? each.is : each.by)) : []
  }
  expect(await way()).toEqual(['console', 'within'])

  const addressId = await attach(id, '203.0.113.9')
  expect(await way()).toEqual(['attaching', 'console', 'within'])
  await q(`update public_addresses set applied_revision = 1 where id = $1`, addressId)
  expect(await way()).toEqual(['rules_unsure', 'console', 'within'])

  const networkId = await connect(id)
  expect(await way()).toEqual(['closed', 'console', 'within'])
  await q(
    `insert into firewall_rules (id, organisation_id, set_id, direction, protocol, ports, description, created_at)
     values ($1, $2, 'rls_' || substr($3, 5), 'in', 'tcp', '22', '', now())`,
    newId('firewallRule'),
    world.estate.own.organisationId,
    networkId,
  )
  await q(`update private_networks set revision = 1 where id = $1`, networkId)
  expect(await way()).toEqual(['rules_pending', 'console', 'within'])
  await q(`update private_networks set applied_revision = 1 where id = $1`, networkId)
  expect(await reach(id)).toMatchObject({
    keys: 'chosen',
    ways: [{ command: 'ssh root@203.0.113.9' }, { by: 'console' }, { command: 'ssh root@10.128.0.10' }],
  })
  await q(`update private_networks set not_in_force_since = now() where id = $1`, networkId)
  expect(await way()).toEqual(['rules_unsure', 'console', 'within'])
  await q(`update instances set state = 'stopped' where id = $1`, id)
  expect(await reach(id)).toEqual({ is: 'stopped' })
  expect(await reach(newId('instance'))).toBeUndefined()
})
