import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { createNetwork, deleteNetwork } from '~/lib/resources'
import type { SagaWorld } from '~/lib/resources/testing/saga-world'
import { takeInstanceSnapshot } from '~/lib/resources/testing/unjudged'
import { copyInstance, readCopyAccess, readLinesLike } from '../index'
import { copyInstanceInput, type PlaceOrderInput } from '../schema'
import { openDeliveryWorld } from '../testing/open-delivery-world'
import { placeOrder } from './place-order'

const database = useTestDatabase()
const { sql } = database
let world: SagaWorld
let named = 0
let networkId: Id<'network'>

beforeAll(async () => {
  world = await openDeliveryWorld(database.current, { addresses: '203.0.113.0/28' })
  await sql`update quotas set "limit" = 1000000`
})
afterAll(() => world?.close())
beforeEach(async () => {
  const { zoneId } = world.estate.zone
  const { projectId } = world.estate.own
  named += 1
  const range = `192.168.${named}.0/28`
  const made = await createNetwork(member(), { projectId, zoneId, name: `r-${named}`, hasExit: true, range })
  networkId = made.id
})

/** Gives the test's network a /64. */
async function withIpv6() {
  await sql`insert into address_pools (id, zone_id, range, created_at)
    values (${newId('addressPool')}, ${world.estate.zone.zoneId}, '2001:db8:100::/48', now()) on conflict do nothing`
  await sql`update private_networks set range6 = ${`2001:db8:100:${named}::/64`} where id = ${networkId}`
}
async function withoutAddressesOnSale(act: () => Promise<void>) {
  await sql`update bundles set is_active = false where kind = 'address'`
  await act()
  await sql`update bundles set is_active = true where kind = 'address'`
}

type Line = Partial<PlaceOrderInput['lines'][number]>
const member = () => ({ ...world.estate.own.as('owner', systemNow()), ip: '203.0.113.9' })
const nameOf = () => {
  named += 1
  return `reach-${named}`
}
async function order(over: Line = {}, more: Partial<PlaceOrderInput> = {}) {
  const line = {
    bundleId: world.estate.bundles.small.id,
    zoneId: world.estate.zone.zoneId,
    imageId: world.estate.imageId,
    sshKeyIds: [],
    name: nameOf(),
    quantity: 1,
    ...over,
  }
  const placed = await placeOrder(member(), { idempotencyKey: randomUUID(), ...more, lines: [line] })
  if (!('orderId' in placed)) throw new Error(JSON.stringify(placed))
  return placed.orderId
}
async function serverOf(orderId: string) {
  const [server] = await sql<{ id: Id<'instance'> }[]>`
    select i.id from instances i join order_lines l on l.id = i.order_line_id where l.order_id = ${orderId}`
  if (!server) throw new Error('the order has a server')
  return server.id
}
const like = async (from: string) => (await readLinesLike(member(), { from }))[0]
const listed = { from: 'list' as const, sources: ['198.51.100.0/24'] }

test('ordering again takes network, public address and who may connect, from an order or from its server', async () => {
  const orderId = await order({ networkId, publicAddress: true, sshAccess: listed })
  const wanted = {
    networkId,
    hasAddress: true,
    sshAccess: 'list',
    sshSources: '198.51.100.0/24',
    projectId: world.estate.own.projectId,
    lacks: [],
  }
  expect(await like(orderId)).toMatchObject(wanted)
  expect(await like(await serverOf(orderId))).toMatchObject(wanted)
  const plain = await like(await order())
  expect(plain).not.toHaveProperty('networkId')
  expect(plain).not.toHaveProperty('hasAddress')
})

test('ordering again takes a private address that is free again, and names the choices that are gone', async () => {
  const address = `192.168.${named}.9`
  const orderId = await order({ networkId, privateAddress: address })
  expect(await like(orderId)).toMatchObject({ networkId, lacks: ['privateAddress'] })
  expect(await like(orderId)).not.toHaveProperty('privateAddress')
  await sql`delete from private_addresses where network_id = ${networkId}`
  expect(await like(orderId)).toMatchObject({ networkId, privateAddress: address, lacks: [] })
  await deleteNetwork(member(), { networkId })
  expect(await like(orderId)).toMatchObject({ lacks: ['network'] })
  expect(await like(orderId)).not.toHaveProperty('networkId')
})

test('a quote keeps the choices, and so does ordering like it', async () => {
  const choice = { networkId, publicAddress: true, sshAccess: listed } as const
  const orderId = await order(choice, { asQuote: { validDays: 10 } })
  expect(await like(orderId)).toMatchObject({ networkId, hasAddress: true, sshAccess: 'list' })
})

async function snapshotOf(instanceId: Id<'instance'>) {
  await sql`update sagas set state = 'succeeded', finished_at = now() where resource_id = ${instanceId}`
  await sql`update instances set state = 'running' where id = ${instanceId}`
  const { snapshotId, sagaId } = await takeInstanceSnapshot(member(), { instanceId, name: nameOf() })
  await sql`update sagas set state = 'succeeded', finished_at = now() where id = ${sagaId}`
  await sql`update instance_snapshots set state = 'available', taken_at = now() where id = ${snapshotId}`
  return snapshotId
}
/** As the dialog orders it unless the person decides otherwise. */
async function copy(instanceId: Id<'instance'>) {
  const { addressCents, ssh } = await readCopyAccess(member(), { instanceId })
  const { orderId } = await copyInstance(
    member(),
    copyInstanceInput.parse({
      idempotencyKey: randomUUID(),
      snapshotId: await snapshotOf(instanceId),
      bundleId: world.estate.bundles.small.id,
      name: nameOf(),
      ...(addressCents === null ? {} : { publicAddress: true }),
      ...(ssh ? { sshAccess: ssh.input } : {}),
    }),
  )
  return orderId
}

test('a server from a snapshot is reached like its source, at the price shown', async () => {
  const source = await serverOf(
    await order({ networkId, publicAddress: true, sshAccess: { from: 'caller' } }),
  )
  expect(await readCopyAccess(member(), { instanceId: source })).toEqual({
    networkName: expect.stringMatching(/^r-/),
    addressCents: '216',
    ssh: { input: { from: 'caller' }, sources: ['203.0.113.9/32'], isKeptByIpv6: false },
  })
  const orderId = await copy(source)
  expect(await like(orderId)).toMatchObject({ networkId, hasAddress: true, sshAccess: 'caller' })
  const id = await serverOf(orderId)
  expect(await sql`select network_id as id from private_addresses where instance_id = ${id}`).toEqual([
    { id: networkId },
  ])
  expect(await sql`select ports from firewall_rules where local_instance_id = ${id}`).toEqual([
    { ports: '22' },
  ])
  expect(await sql`select from public_addresses where instance_id = ${id}`).toHaveLength(1)
})

test('a server without such choices has a copy without them', async () => {
  const source = await serverOf(await order())
  expect(await readCopyAccess(member(), { instanceId: source })).toEqual({
    networkName: null,
    addressCents: null,
    ssh: null,
  })
  expect(await like(await copy(source))).not.toHaveProperty('hasAddress')
})

test('a copy is refused with the reason when its network or the addresses of the zone are full', async () => {
  const source = await serverOf(await order({ networkId, publicAddress: true }))
  await sql`update address_pools set removed_at = now()`
  const before = await sql`select count(*)::int as n from orders`
  await expect(copy(source)).rejects.toMatchObject({
    code: 'insufficient_capacity',
    params: { reason: 'no_public_address' },
  })
  await sql`update address_pools set removed_at = null`
  await order({ networkId, quantity: 9 })
  named += 20
  const full = await sql`select count(*)::int as n from orders`
  await expect(copy(source)).rejects.toMatchObject({
    code: 'insufficient_capacity',
    params: { reason: 'no_private_address' },
  })
  expect(await sql`select count(*)::int as n from orders`).toEqual(full)
  expect(before).not.toEqual(full)
})

test('ordering again opens SSH to no one where the order did not, also over IPv6', async () => {
  await withIpv6()
  const orderId = await order({ networkId })
  expect(await like(orderId)).toMatchObject({ networkId, sshAccess: 'nobody' })
})

test('ordering again names the network of a project that was archived', async () => {
  const projectId = newId('project')
  const { organisationId } = world.estate.own
  await sql`insert into projects (id, organisation_id, name, is_default, created_at)
    values (${projectId}, ${organisationId}, 'Ancien', false, now())`
  const orderId = await order({ networkId })
  for (const table of ['order_lines', 'private_networks'])
    await sql`update ${sql(table)} set project_id = ${projectId} where ${sql(table === 'order_lines' ? 'order_id' : 'id')} = ${
      table === 'order_lines' ? orderId : networkId
    }`
  await sql`update orders set project_id = ${projectId} where id = ${orderId}`
  expect(await like(orderId)).toMatchObject({ networkId, projectId, lacks: [] })
  await sql`update projects set archived_at = now() where id = ${projectId}`
  expect(await like(orderId)).toMatchObject({ lacks: ['network'] })
  expect(await like(orderId)).not.toHaveProperty('networkId')
})

test('ordering again keeps what follows a commitment', async () => {
  const orderId = await order()
  const commitment = { termMonths: 12, renewal: 'renew' }
  await sql`update order_lines set commitment = ${sql.json({ ...commitment, basisPoints: 1000 })} where order_id = ${orderId}`
  expect(await like(orderId)).toMatchObject(commitment)
})

test('ordering again names public addresses that are not sold any more', async () => {
  const orderId = await order({ publicAddress: true })
  await withoutAddressesOnSale(async () => {
    expect(await like(orderId)).toMatchObject({ lacks: ['address'] })
    expect(await like(orderId)).not.toHaveProperty('hasAddress')
  })
  expect(await like(orderId)).toMatchObject({ hasAddress: true, lacks: [] })
})

test('without its address a copy offers SSH only where its sources lead by IPv6', async () => {
  await withIpv6()
  const of = async (sshAccess: Line['sshAccess'], ip: string) => {
    const ctx = { ...member(), ip }
    const source = await serverOf(await order({ networkId, publicAddress: true, sshAccess }))
    return (await readCopyAccess(ctx, { instanceId: source })).ssh?.isKeptByIpv6
  }
  expect(await of({ from: 'caller' }, '203.0.113.9')).toBe(false)
  expect(await of({ from: 'caller' }, '2001:db8:ffff::9')).toBe(true)
  expect(await of(listed, '2001:db8:ffff::9')).toBe(false)
  expect(await of({ from: 'list', sources: ['2001:db8:ffff::/48'] }, '203.0.113.9')).toBe(true)
})
