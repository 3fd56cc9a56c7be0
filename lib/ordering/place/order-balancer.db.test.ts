import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { defineAddressBundle, defineBalancerBundle, definePrice } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { DriverError } from '~/lib/hypervisors/port/index'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { addAddressPool, deleteBalancer, detachAddress, releaseAddress } from '~/lib/resources'
import { applyBalancers } from '~/lib/resources/runtime'
import { driveToRest } from '~/lib/resources/testing/drive'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import type { CrashHook } from '~/lib/sagas/engine/crash-point'
import { makeBuyer } from '~/testing/buyer'
import { getOrder, orderBalancer, placeOrder, reserveAddress } from '../index'
import { refreshOrderLine } from '../orders/refresh-order-line'
import type { OrderBalancerInput } from '../schema'
import { defineSellingEntity } from '../seller/define-selling-entity'
import { testSeller } from '../testing/order-world'

const database = useTestDatabase()
const { sql } = database
let world: SagaWorld
let networkId: Id<'network'>
let server: Id<'instance'>
let orders = 0

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000000'
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
  world = await openSagaWorld(database.current)
  await defineSellingEntity(seedContext(), testSeller)
  const validFrom = new Date('2026-01-01T00:00:00Z')
  const [ipv4, balancer] = [
    await defineAddressBundle(seedContext(), { slug: 'ipv4', name: 'IPv4', position: 90 }),
    await defineBalancerBundle(seedContext(), { slug: 'balancer', name: 'Répartiteur', position: 91 }),
  ]
  const price = { microCentsPerHour: 1_500_000n, validFrom }
  await definePrice(seedContext(), { bundleId: ipv4, meter: 'public_address', ...price })
  await definePrice(seedContext(), { bundleId: balancer, meter: 'load_balancer', ...price })
  const { zoneId } = world.estate.zone
  await addAddressPool(staffTestContext(newId('staff'), ['capacity']), { zoneId, range: '203.0.113.0/28' })
  server = await runningServer()
  const [network] = await sql<{ id: Id<'network'> }[]>`select id from private_networks`
  if (!network) throw new Error('the first server makes a network')
  networkId = network.id
})
afterAll(() => world?.close())

const member = () => world.estate.own.as('owner', systemNow())
/** Ordered like any other: the numbers of orders have no gap. */
async function runningServer(): Promise<Id<'instance'>> {
  const { zone, bundles, imageId } = world.estate
  orders += 1
  const name = `web-${String.fromCharCode(96 + orders)}`
  const line = { bundleId: bundles.small.id, zoneId: zone.zoneId, imageId, sshKeyIds: [], name, quantity: 1 }
  await placeOrder(member(), { idempotencyKey: randomUUID(), lines: [line] })
  const [row] = await sql<{ id: Id<'instance'> }[]>`select id from instances where name = ${name}`
  if (!row) throw new Error('an order of a server makes one')
  await drive(row.id)
  return row.id
}
const settings = (): OrderBalancerInput['balancer']['settings'] => ({
  listeners: [{ port: 443, protocol: 'tcp', certificateId: null, redirectsToHttps: false }],
  pool: {
    serverPort: 80,
    algorithm: 'round_robin',
    check: { protocol: 'tcp', path: null, intervalSeconds: 5, rise: 2, fall: 3 },
    isSticky: false,
    instanceIds: [server],
    tags: [{ key: 'role', value: 'web' }],
  },
})
async function order(over: Partial<OrderBalancerInput['balancer']> = {}): Promise<Id<'order'>> {
  orders += 1
  const { orderId } = await orderBalancer(member(), {
    idempotencyKey: randomUUID(),
    zoneId: world.estate.zone.zoneId,
    name: `front-${String.fromCharCode(96 + orders)}`,
    balancer: { networkId, settings: settings(), ...over },
  })
  return orderId
}
const balancerOf = async (orderId: string) => {
  const [row] = await sql<{ id: Id<'balancer'>; state: string; failure: string | null }[]>`
    select b.id, b.state, b.failure_code as failure from balancers b join order_lines l on l.id = b.order_line_id
    where l.order_id = ${orderId}`
  if (!row) throw new Error('the order has a balancer')
  return row
}
const addressOf = async (balancerId: string) => {
  const [row] = await sql<{ id: Id<'publicAddress'>; address: string; balancer_id: string | null }[]>`
    select id, address, balancer_id from public_addresses where balancer_id = ${balancerId}`
  return row
}
const openMeters = async (resourceId: string) =>
  (
    await sql<
      { meter: string }[]
    >`select meter from usage_intervals where resource_id = ${resourceId} and ended_at is null`
  ).map(({ meter }) => meter)
async function drive(resourceId: string, crash?: CrashHook): Promise<void> {
  const [saga] = await sql<{ id: Id<'saga'> }[]>`
    select id from sagas where resource_id = ${resourceId} order by created_at desc limit 1`
  if (!saga) throw new Error('no saga')
  await driveToRest(world.engine(crash ? { crash } : {}), saga.id)
  const lines = await sql<
    { id: Id<'orderLine'> }[]
  >`select id from order_lines where organisation_id = ${world.estate.own.organisationId}`
  for (const { id: orderLineId } of lines)
    await refreshOrderLine(systemTestContext(), {
      organisationId: world.estate.own.organisationId,
      orderLineId,
    })
}
const hypervisor = () => ({
  hypervisorOf: async () => ({
    surveyor: world.simulator,
    driverOf: async () => world.simulator,
    hostOf: (name: string) => name,
  }),
})
const backends = async (id: string) => {
  const seen = await world.simulator.balancers?.observe(id, { signal: AbortSignal.timeout(20_000) })
  return seen?.exists ? seen.backends.map(({ instanceId, health }) => ({ instanceId, health })) : null
}
/** The estate's own lines have no journal, and no worker runs here. */
const healthy = async () =>
  (await checkInvariants(sql)).filter(({ name }) => !['sagas', 'audited_orders'].includes(name))

test('is made with an address of its own, metered from the moment it serves, and follows its pool', async () => {
  const orderId = await order()
  const { id } = await balancerOf(orderId)
  expect(await openMeters(id)).toEqual([])
  await drive(id)
  expect(await balancerOf(orderId)).toMatchObject({ state: 'active', failure: null })
  const address = await addressOf(id)
  expect(address).toBeDefined()
  expect(await openMeters(id)).toEqual(['load_balancer'])
  expect(await openMeters(address?.id ?? '')).toEqual(['public_address'])
  expect(await getOrder(member(), { id: orderId })).toMatchObject({ state: 'delivered' })
  expect(await backends(id)).toEqual([{ instanceId: server, health: 'up' }])

  const instance = await runningServer()
  await applyBalancers(systemTestContext(), hypervisor())
  expect(await backends(id)).toHaveLength(1)
  await sql`update instances set tags = '{"role":"web"}' where id = ${instance}`
  await applyBalancers(systemTestContext(), hypervisor())
  expect((await backends(id))?.map(({ instanceId }) => instanceId).sort()).toEqual([server, instance].sort())
  const applied = await sql`select applied_digest from balancers where id = ${id}`
  await applyBalancers(systemTestContext(), hypervisor())
  expect(await sql`select applied_digest from balancers where id = ${id}`).toEqual(applied)
  expect(await healthy()).toEqual([])
})

test('takes a reserved address, keeps it from changes, and leaves it reserved when it is deleted', async () => {
  const reserved = await reserveAddress(member(), {
    idempotencyKey: randomUUID(),
    zoneId: world.estate.zone.zoneId,
  })
  if (reserved.outcome !== 'reserved') throw new Error('held')
  const { addressId } = reserved
  const { id } = await balancerOf(await order({ addressId }))
  await drive(id)
  expect(await addressOf(id)).toMatchObject({ id: addressId })
  for (const change of [detachAddress, releaseAddress])
    await expect(change(member(), { addressId })).rejects.toMatchObject({ code: 'state_forbids' })
  await expect(order({ addressId })).rejects.toMatchObject({ code: 'invalid_input' })

  await deleteBalancer(member(), { balancerId: id })
  expect(await openMeters(id)).toEqual(['load_balancer'])
  await drive(id)
  expect(await openMeters(id)).toEqual([])
  expect(await backends(id)).toBeNull()
  expect(await addressOf(id)).toBeUndefined()
  expect(await openMeters(addressId)).toEqual(['public_address'])
  expect(await healthy()).toEqual([])
  await releaseAddress(member(), { addressId })
  expect(await healthy()).toEqual([])
})

test('that cannot be made leaves nothing: no object, no address, no bill', async () => {
  const orderId = await order()
  const { id } = await balancerOf(orderId)
  const address = await addressOf(id)
  await drive(id, ({ direction, step, place }) => {
    if (direction === 'run' && step === 'ask_balancer' && place === 'before_effect')
      throw new DriverError('rejected', { rawText: 'refused by the test' })
  })
  expect(await balancerOf(orderId)).toMatchObject({ state: 'failed', failure: 'rejected' })
  expect(await backends(id)).toBeNull()
  const usage = await sql`select id from usage_intervals where resource_id in (${id}, ${address?.id ?? ''})`
  expect(usage).toHaveLength(0)
  expect(await addressOf(id)).toBeUndefined()
  expect(await getOrder(member(), { id: orderId })).toMatchObject({ state: 'failed' })
  expect(await healthy()).toEqual([])
})

test('is refused before anything is claimed when it does not fit', async () => {
  const { listeners, pool } = settings()
  const [port] = listeners
  if (!port) throw new Error('one listener')
  const check = { ...pool.check, protocol: 'http' as const }
  const refused: [Partial<OrderBalancerInput['balancer']>, string, string][] = [
    [{ networkId: newId('network') }, 'balancer.networkId', 'network_other_place'],
    [{ addressId: newId('publicAddress') }, 'balancer.addressId', 'address_not_free'],
    [{ settings: { pool, listeners: [port, port] } }, 'balancer.settings.listeners.1', 'listener_port_twice'],
    [{ settings: { listeners, pool: { ...pool, check } } }, 'balancer.settings.pool.check.path', 'required'],
  ]
  const before = await sql`select id from balancers`
  for (const [over, field, reason] of refused)
    await expect(order(over)).rejects.toMatchObject({ code: 'invalid_input', field, params: { reason } })
  expect(await sql`select id from balancers`).toHaveLength(before.length)
})

test('cannot be deleted by a reader, and does not exist for another organisation', async () => {
  const { id } = await balancerOf(await order())
  await drive(id)
  const reader = world.estate.own.as('reader', systemNow())
  await expect(deleteBalancer(reader, { balancerId: id })).rejects.toMatchObject({
    code: 'forbidden',
  })
  const other = (await makeBuyer(sql)).as('owner', systemNow())
  await expect(deleteBalancer(other, { balancerId: id })).rejects.toMatchObject({ code: 'not_found' })
})
