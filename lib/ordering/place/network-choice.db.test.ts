import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { networkInvariants } from '~/db/invariants/networks'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import type { PlaceOrderInput } from '~/lib/ordering/schema'
import { createNetwork, deleteInstance, deleteNetwork } from '~/lib/resources'
import { readInstanceSpec } from '~/lib/resources/sagas/facts'
import { driveToRest } from '~/lib/resources/testing/drive'
import type { SagaWorld } from '~/lib/resources/testing/saga-world'
import { openDeliveryWorld } from '../testing/open-delivery-world'
import { placeOrder } from './place-order'
import { retryProvisioning } from './retry-failed'

const database = useTestDatabase()
const { sql } = database
let world: SagaWorld
let orders = 0
beforeAll(async () => {
  world = await openDeliveryWorld(database.current, { addresses: '203.0.113.0/26' })
  await sql`update quotas set "limit" = 100000`
})
afterAll(() => world?.close())

type Line = Partial<PlaceOrderInput['lines'][number]>
const member = () => world.estate.own.as('owner', systemNow())
const lineOf = (line: Line): PlaceOrderInput['lines'][number] => {
  orders += 1
  return {
    bundleId: world.estate.bundles.small.id,
    zoneId: world.estate.zone.zoneId,
    imageId: world.estate.imageId,
    sshKeyIds: [],
    name: `net${String.fromCharCode(96 + orders)}`,
    quantity: 1,
    ...line,
  }
}
const order = (...lines: Line[]) =>
  placeOrder(member(), { idempotencyKey: randomUUID(), lines: (lines.length > 0 ? lines : [{}]).map(lineOf) })
async function accepted(line: Line = {}): Promise<Id<'instance'>[]> {
  const outcome = await order(line)
  if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome))
  const rows = await sql<{ id: Id<'instance'> }[]>`
    select i.id from instances i join order_lines l on l.id = i.order_line_id where l.order_id = ${outcome.orderId} order by i.name`
  return rows.map(({ id }) => id)
}
const network = async (name: string, over: { range?: string; hasExit?: boolean } = {}) => {
  const { projectId } = world.estate.own
  return createNetwork(member(), {
    projectId,
    zoneId: world.estate.zone.zoneId,
    name,
    hasExit: true,
    ...over,
  })
}
const cardOf = async (id: Id<'instance'> | undefined) => {
  const [row] = await sql<{ address: string; name: string }[]>`
    select a.address, n.name from private_addresses a join private_networks n on n.id = a.network_id
    where a.instance_id = ${id ?? ''}`
  return row
}
const specOf = (id: Id<'instance'>) =>
  withSystem(systemTestContext(), (tx) => readInstanceSpec(tx, id, systemNow()))
const sound = async () => {
  for (const { statement } of networkInvariants) expect(await sql.unsafe(statement)).toEqual([])
}

test('servers have their addresses with their order, on the default network or on the one chosen', async () => {
  const [first, second] = await accepted({ quantity: 2 })
  expect(await cardOf(first)).toEqual({ name: 'principal', address: '10.128.0.10' })
  expect(await cardOf(second)).toEqual({ name: 'principal', address: '10.128.0.11' })
  const { id } = await network('données', { range: '192.168.10.0/24' })
  const [chosen] = await accepted({ networkId: id, privateAddress: '192.168.10.50' })
  expect(await cardOf(chosen)).toEqual({ name: 'données', address: '192.168.10.50' })
  if (!chosen) throw new Error('one server')
  expect(await specOf(chosen)).toMatchObject({
    address: '192.168.10.50',
    network: { networkId: id, range: '192.168.10.0/24' },
  })
  await expect(deleteNetwork(member(), { networkId: id })).rejects.toMatchObject({ code: 'state_forbids' })
  await sound()
})

test('a network or an address that the server cannot have is refused with its field', async () => {
  const { id } = await network('refus', { range: '192.168.20.0/24' })
  const closed = await network('fermé', { hasExit: false })
  await accepted({ networkId: id, privateAddress: '192.168.20.50' })
  const foreign = await createNetwork(world.estate.foreign.as('owner'), {
    projectId: world.estate.foreign.projectId,
    zoneId: world.estate.zone.zoneId,
    name: 'a',
    hasExit: true,
  })
  await world.addressOffer()
  const refusals: [Line, string, string][] = [
    [{ networkId: id, privateAddress: '192.168.20.50' }, 'privateAddress', 'private_address_taken'],
    [{ networkId: id, privateAddress: '192.168.20.9' }, 'privateAddress', 'private_address_range'],
    [{ networkId: id, privateAddress: 'x' }, 'privateAddress', 'private_address_range'],
    [
      { networkId: id, privateAddress: '192.168.20.51', quantity: 2 },
      'privateAddress',
      'private_address_single',
    ],
    [{ privateAddress: '192.168.20.51' }, 'privateAddress', 'private_address_network'],
    [{ networkId: foreign.id }, 'networkId', 'unknown_network'],
    [{ networkId: closed.id, publicAddress: true }, 'publicAddress', 'network_no_exit'],
  ]
  const before = await sql`select count(*)::int as n from allocations`
  for (const [line, field, reason] of refusals)
    await expect(order(line)).rejects.toMatchObject({
      code: 'invalid_input',
      field: `lines.0.${field}`,
      params: { reason },
    })
  expect(await sql`select count(*)::int as n from allocations`).toEqual(before)
})

test('an order that needs more addresses than the network has is refused, and changes nothing', async () => {
  const { id } = await network('petit', { range: '192.168.30.0/28' })
  await accepted({ networkId: id, quantity: 9 })
  const before = await sql`select count(*)::int as n from instances`
  await expect(order({ networkId: id, quantity: 2 })).rejects.toMatchObject({
    code: 'insufficient_capacity',
    params: { reason: 'no_private_address', network: 'petit', range: '192.168.30.0/28' },
  })
  expect(await sql`select count(*)::int as n from instances`).toEqual(before)
  await accepted({ networkId: id })
  await expect(order({ networkId: id })).rejects.toMatchObject({ params: { reason: 'no_private_address' } })
  await sound()
})

test('ten orders at once for one address give it once', async () => {
  const { id } = await network('une', { range: '192.168.40.0/24' })
  const answers = await Promise.allSettled(
    Array.from({ length: 10 }, () => order({ networkId: id, privateAddress: '192.168.40.20' })),
  )
  const given = answers.filter((each) => each.status === 'fulfilled' && each.value.outcome === 'accepted')
  expect(given).toHaveLength(1)
  await sound()
})

test('one address for two lines of an order is refused', async () => {
  const { id } = await network('deux', { range: '192.168.60.0/24' })
  const line = { networkId: id, privateAddress: '192.168.60.20' }
  await expect(order(line, line)).rejects.toMatchObject({ params: { reason: 'private_address_taken' } })
  await accepted(line)
})

async function sagaOf(server: Id<'instance'>) {
  const [row] = await sql<{ id: Id<'saga'> }[]>`
    select id from sagas where resource_id = ${server} and state in ('running', 'undoing')`
  if (!row) throw new Error('a saga runs')
  return row.id
}
async function failCreation(server: Id<'instance'>) {
  const crash = ({ step, direction }: { step: string; direction: string }) => {
    if (step === 'boot' && direction === 'run') throw new DriverError('rejected', { rawText: 'no' })
  }
  await driveToRest(world.engine({ crash }), await sagaOf(server))
}

test('a server that could not be created returns to its network and address', async () => {
  const { id } = await network('retour', { range: '192.168.50.0/24' })
  const [server] = await accepted({ networkId: id, privateAddress: '192.168.50.77' })
  if (!server) throw new Error('one server')
  await failCreation(server)
  expect(await cardOf(server)).toBeUndefined()
  await retryProvisioning(member(), { instanceId: server })
  await driveToRest(world.engine(), await sagaOf(server))
  expect(await cardOf(server)).toEqual({ name: 'retour', address: '192.168.50.77' })
  const [row] = await sql`select state, address from instances where id = ${server}`
  expect(row).toEqual({ state: 'running', address: '192.168.50.77' })
  await sound()
})

test('a server that could not be created is not retried on another network than the chosen one', async () => {
  const { id } = await network('partie')
  const [server] = await accepted({ networkId: id })
  if (!server) throw new Error('one server')
  await failCreation(server)
  await deleteNetwork(member(), { networkId: id })
  await expect(retryProvisioning(member(), { instanceId: server })).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'network_gone' },
  })
  expect(await sql`select state from instances where id = ${server}`).toEqual([{ state: 'failed' }])
})

test('the rules of a server that could not be created end when it is removed from the list', async () => {
  const [server] = await accepted({
    sshAccess: { from: 'list', sources: ['198.51.100.0/24'] },
    publicAddress: true,
  })
  if (!server) throw new Error('one server')
  const rules = () => sql`select ports from firewall_rules where local_instance_id = ${server}`
  await failCreation(server)
  expect(await rules()).toEqual([{ ports: '22' }])
  await deleteInstance(member(), { instanceId: server, detachVolumes: false })
  expect(await rules()).toEqual([])
})
