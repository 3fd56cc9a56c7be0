import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { getOrder, placeOrder } from '~/lib/ordering'
import type { PlaceOrderInput } from '~/lib/ordering/schema'
import { openDeliveryWorld } from '~/lib/ordering/testing/open-delivery-world'
import { addAddressPool, inspectInstance, requestReachTest } from '~/lib/resources'
import { applyAddresses, applyNetworks, runReachTests } from '~/lib/resources/runtime'
import { driveToRest } from '../testing/drive'
import type { SagaWorld } from '../testing/saga-world'

const database = useTestDatabase()
const { sql } = database
let world: SagaWorld
let server: { id: Id<'instance'>; orderId: Id<'order'> }
/** The worker's clock: tests of one server have a pause between them. */
let now = systemNow()

beforeAll(async () => {
  world = await openDeliveryWorld(database.current, { addresses: '203.0.113.0/26' })
})
afterAll(() => world?.close())
beforeEach(async () => {
  now = systemNow()
  await world.simulator.clearFaults()
})

const member = () => ({ ...world.estate.own.as('owner', now), ip: '198.51.100.7' })
const system = () => systemTestContext(now)
const hypervisorOf = async () => ({
  surveyor: world.simulator,
  driverOf: async () => world.simulator,
  hostOf: (name: string) => name,
})
const run = () => runReachTests(system(), { driverFor: async () => world.simulator })
const apply = async () => {
  await applyAddresses(system(), { hypervisorOf })
  await applyNetworks(system(), { hypervisorOf })
}
type Access = PlaceOrderInput['lines'][number]['sshAccess']

async function deliver(sshAccess: Access): Promise<typeof server> {
  await sql`delete from firewall_rules`
  const outcome = await placeOrder(member(), {
    idempotencyKey: randomUUID(),
    lines: [
      {
        bundleId: world.estate.bundles.small.id,
        zoneId: world.estate.zone.zoneId,
        imageId: world.estate.imageId,
        sshKeyIds: [],
        name: `web-${randomUUID().slice(0, 8)}`,
        quantity: 1,
        publicAddress: true,
        sshAccess,
      },
    ],
  })
  if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome))
  const [row] = await sql<{ id: Id<'instance'>; sagaId: Id<'saga'> }[]>`
    select i.id, s.id as "sagaId" from instances i join order_lines l on l.id = i.order_line_id
    join sagas s on s.resource_id = i.id where l.order_id = ${outcome.orderId}`
  if (!row) throw new Error('a server was ordered')
  await driveToRest(world.engine({}), row.sagaId)
  now = systemNow()
  return { id: row.id, orderId: outcome.orderId }
}
const testOf = async () => {
  const { reachTest } = await inspectInstance(member(), { instanceId: server.id })
  return reachTest
}
/** A test that a member requests, and a worker runs. */
async function testNow() {
  now = addSeconds(now, 60)
  await requestReachTest(member(), { instanceId: server.id })
  await run()
  return testOf()
}

test('an order to everyone ends with a connection from outside', async () => {
  server = await deliver({ from: 'everyone', confirm: true })
  await run()
  expect(await testOf()).toMatchObject({
    finishedAt: null,
    result: { public: [{ verdict: 'waiting', link: 'address' }] },
  })
  await apply()
  now = addSeconds(now, 3)
  await run()
  const { lines } = await getOrder(member(), { id: server.orderId })
  expect(lines[0]?.resources[0]?.reachTest).toMatchObject({
    finishedAt: now.toISOString(),
    result: {
      public: [{ verdict: 'open', link: null, seen: [{ vantage: 'demo', isAdmitted: true }] }],
      private: { verdict: 'open' },
      console: { verdict: 'open' },
    },
  })
})

test('an address that the vantage may not reach is verified link by link', async () => {
  server = await deliver({ from: 'caller' })
  await apply()
  expect(await testNow()).toMatchObject({
    result: { public: [{ verdict: 'verified', seen: [{ state: 'no_answer', isAdmitted: false }] }] },
  })
})

test('the broken link is named: address, server; without a rule the way is closed', async () => {
  server = await deliver({ from: 'everyone', confirm: true })
  await apply()
  const [address] = await sql<{ id: Id<'publicAddress'>; address: string }[]>`
    select id, address from public_addresses where instance_id = ${server.id}`
  if (!address) throw new Error('it has an address')
  await world.simulator.undirectAddress(
    { addressId: address.id, address: address.address },
    { signal: AbortSignal.timeout(5_000) },
  )
  expect(await testNow()).toMatchObject({
    result: { public: [{ verdict: 'broken', link: 'address', seen: [{ state: 'no_route' }] }] },
  })
  await sql`update public_addresses set revision = revision + 1 where id = ${address.id}`
  await apply()
  expect(await testNow()).toMatchObject({ result: { public: [{ verdict: 'open' }] } })
  await world.simulator.setFault({
    name: 'network-down',
    operation: null,
    resource: server.id,
    remaining: null,
  })
  expect(await testNow()).toMatchObject({
    result: { public: [{ verdict: 'broken', link: 'server' }], private: { verdict: 'broken' } },
  })
  await world.simulator.clearFaults()
  await sql`delete from firewall_rules`
  await sql`update private_networks set revision = revision + 1`
  await apply()
  expect(await testNow()).toMatchObject({ result: { public: [{ verdict: 'closed', link: null }] } })
})

test('an order’s test waits for a guest that is still booting', async () => {
  server = await deliver({ from: 'everyone', confirm: true })
  await apply()
  await world.simulator.setFault({
    name: 'network-down',
    operation: null,
    resource: server.id,
    remaining: null,
  })
  await run()
  expect(await testOf()).toMatchObject({
    finishedAt: null,
    result: { public: [{ verdict: 'broken', link: 'server' }] },
  })
  await world.simulator.clearFaults()
  now = addSeconds(now, 3)
  await run()
  expect(await testOf()).toMatchObject({
    finishedAt: now.toISOString(),
    result: { public: [{ verdict: 'open' }] },
  })
})

test('an order whose address is never applied is delivered, and its test ends with the broken link', async () => {
  server = await deliver({ from: 'everyone', confirm: true })
  now = addSeconds(now, 121)
  await run()
  expect(await testOf()).toMatchObject({
    finishedAt: now.toISOString(),
    result: { public: [{ verdict: 'waiting', link: 'address' }] },
  })
  expect(await sql`select state from instances where id = ${server.id}`).toEqual([{ state: 'running' }])
})

test('one test in ten seconds, of one’s own servers that run', async () => {
  server = await deliver({ from: 'caller' })
  await testNow()
  await expect(requestReachTest(member(), { instanceId: server.id })).rejects.toMatchObject({
    code: 'rate_limited',
  })
  const stranger = world.estate.foreign.as('owner', now)
  await expect(requestReachTest(stranger, { instanceId: server.id })).rejects.toMatchObject({
    code: 'not_found',
  })
  const reader = world.estate.own.as('reader', now)
  await expect(requestReachTest(reader, { instanceId: server.id })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await sql`update instances set state = 'stopped' where id = ${server.id}`
  now = addSeconds(now, 60)
  await expect(requestReachTest(member(), { instanceId: server.id })).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'reach_not_running' },
  })
})

test('an IPv6 address is a way as soon as the system holds it and a rule lets its family in', async () => {
  await addAddressPool(staffTestContext(newId('staff'), ['capacity']), {
    zoneId: world.estate.zone.zoneId,
    range: '2001:db8:100::/48',
  })
  await sql`update private_networks set is_default = false`
  server = await deliver({ from: 'list', sources: ['192.0.2.0/24'] })
  await apply()
  const [held] = await sql<{ address6: string; network_id: string }[]>`
    select address6, network_id from private_addresses where instance_id = ${server.id}`
  if (!held) throw new Error('it has an address')
  const ways = async () => {
    const { reach } = await inspectInstance(member(), { instanceId: server.id })
    const found = reach?.is === 'running' ? reach.ways : []
    return found.flatMap((way) => (way.by === 'public' && way.address === held.address6 ? [way] : []))
  }
  const ofAddress6 = (test: Awaited<ReturnType<typeof testOf>>) =>
    test?.result?.public.find(({ address }) => address === held.address6)
  expect(await ways()).toMatchObject([{ is: 'not_taken', command: null }])
  expect(ofAddress6(await testNow())).toMatchObject({
    verdict: 'closed',
    link: null,
    seen: [{ state: 'no_answer', isAdmitted: false }],
  })
  expect(await ways()).toMatchObject([{ is: 'closed', command: null }])
  await sql`insert into firewall_rules (id, organisation_id, set_id, direction, protocol, ports, peer_cidr, description, created_at)
    select ${newId('firewallRule')}, organisation_id, id, 'in', 'tcp', '22', '::/0', '', now() from rule_sets
    where network_id = ${held.network_id}`
  await sql`update private_networks set revision = revision + 1`
  await apply()
  expect(ofAddress6(await testNow())).toMatchObject({
    verdict: 'open',
    seen: [{ state: 'open', isAdmitted: true }],
  })
  expect(await ways()).toMatchObject([{ is: 'open_everywhere' }])

  // A system without DHCPv6 never takes it, and the page does not promise it any more.
  await sql`update simulator.instances set image = 'plain-debian-13'`
  expect(ofAddress6(await testNow())).toMatchObject({ verdict: 'broken', link: 'guest' })
  expect(await ways()).toMatchObject([{ is: 'not_taken', command: null }])
})
