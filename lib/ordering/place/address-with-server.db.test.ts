import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withOrganisation, withSystem } from '~/db/client'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors/port/index'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemNow } from '~/lib/kernel/time/clock'
import { addAddressPool, detachAddress, releaseAddress } from '~/lib/resources'
import { requireNetworkToJoin } from '~/lib/resources/rows'
import { applyAddresses } from '~/lib/resources/runtime'
import { driveToRest } from '~/lib/resources/testing/drive'
import type { SagaWorld } from '~/lib/resources/testing/saga-world'
import type { CrashHook } from '~/lib/sagas/engine/crash-point'
import { addMember } from '~/testing/member'
import {
  addSignatureRule,
  createPurchaseOrder,
  decideOrder,
  getOrder,
  placeOrder,
  readLinesLike,
  removeSignatureRule,
  retryProvisioning,
} from '../index'
import { refreshOrderLine } from '../orders/refresh-order-line'
import { listComingUnder } from '../queries/purchase-orders'
import type { PlaceOrderInput } from '../schema'
import { openDeliveryWorld } from '../testing/open-delivery-world'

const database = useTestDatabase()
const { sql } = database
const capacity = staffTestContext(newId('staff'), ['capacity'])
let world: SagaWorld

beforeAll(async () => {
  world = await openDeliveryWorld(database.current, { addresses: '203.0.113.0/28' })
})
afterAll(() => world?.close())
beforeEach(() => {
  orders += 1
})

let orders = 0
const nameOfOrder = () => `web-${String.fromCharCode(96 + orders)}`
const member = () => world.estate.own.as('owner', systemNow())
const quote = () => order({}, { asQuote: { validDays: 10 } })
const order = (
  line: Partial<PlaceOrderInput['lines'][number]> = {},
  how: Pick<PlaceOrderInput, 'asQuote'> = {},
) =>
  placeOrder(member(), {
    idempotencyKey: randomUUID(),
    ...how,
    lines: [
      {
        bundleId: world.estate.bundles.small.id,
        zoneId: world.estate.zone.zoneId,
        imageId: world.estate.imageId,
        sshKeyIds: [],
        name: nameOfOrder(),
        quantity: 1,
        publicAddress: true,
        ...line,
      },
    ],
  })
async function accepted(line: Partial<PlaceOrderInput['lines'][number]> = {}): Promise<Id<'order'>> {
  const outcome = await order(line)
  if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome))
  return outcome.orderId
}
const addressesOf = (orderId: string) =>
  sql<
    {
      id: Id<'publicAddress'>
      address: string
      server: Id<'instance'> | null
      isReserved: boolean
      meters: number
    }[]
  >`
    select a.id, a.address, a.instance_id as server, a.released_at is null as "isReserved",
      (select count(*)::int from usage_intervals u where u.resource_id = a.id) as meters
    from public_addresses a join order_lines l on l.id = a.order_line_id where l.order_id = ${orderId} order by a.id`
/** Those that have not ended. */
const sagasOf = (orderId: string) =>
  sql<{ id: Id<'saga'> }[]>`select s.id from sagas s join instances i on i.id = s.resource_id
    join order_lines l on l.id = i.order_line_id where l.order_id = ${orderId} and s.state in ('running', 'undoing') order by s.id`
const used = async () =>
  (
    await sql<
      { used: number }[]
    >`select used from quotas where organisation_id = ${world.estate.own.organisationId}
      and resource = 'public_addresses'`
  )[0]?.used
const apply = () =>
  applyAddresses(systemTestContext(systemNow()), {
    hypervisorOf: async () => ({
      surveyor: world.simulator,
      driverOf: async () => world.simulator,
      hostOf: (name: string) => name,
    }),
  })
const routed = async () => {
  const [zone] = await sql<{ code: string }[]>`select code from zones where id = ${world.estate.zone.zoneId}`
  return world.simulator.surveyAddresses(zone?.code ?? '', { signal: AbortSignal.timeout(30_000) })
}
const deliver = async (orderId: Id<'order'>, crash?: CrashHook) => {
  for (const { id } of await sagasOf(orderId)) await driveToRest(world.engine(crash ? { crash } : {}), id)
  for (const { id } of await sql<
    { id: Id<'orderLine'> }[]
  >`select id from order_lines where order_id = ${orderId}`)
    await refreshOrderLine(systemTestContext(systemNow()), {
      organisationId: world.estate.own.organisationId,
      orderLineId: id,
    })
}
const failAtBoot: CrashHook = ({ step, direction }) => {
  if (step === 'boot' && direction === 'run') throw new DriverError('rejected', { rawText: 'no' })
}
const expectSound = async () => {
  // The estate's own lines have no journal, and no worker runs here.
  const excluded = ['sagas', 'audited_orders']
  expect((await checkInvariants(sql)).filter(({ name }) => !excluded.includes(name))).toEqual([])
}

test('a server ordered with an address is reachable through it, billed from its first answer', async () => {
  const orderId = await accepted({ quantity: 2 })
  const reserved = await addressesOf(orderId)
  expect(reserved).toMatchObject([
    { isReserved: true, meters: 0 },
    { isReserved: true, meters: 0 },
  ])
  expect(new Set(reserved.map(({ server }) => server)).size).toBe(2)
  expect((await getOrder(member(), { id: orderId })).lines).toMatchObject([
    { bundle: { kind: 'compute' }, quantity: 2 },
    { bundle: { kind: 'address' }, quantity: 2, name: nameOfOrder() },
  ])
  expect(await used()).toBe(2)
  // Nothing is attached before the server exists, nor may it be detached or released.
  await apply()
  expect(await routed()).toEqual([])
  const tried = await sql`select id from public_addresses where failure_code is not null`
  expect([...tried]).toEqual([])
  const [first] = reserved
  if (!first) throw new Error('an address was reserved')
  const refusal = (reason: string) => ({ code: 'state_forbids', params: { reason } })
  await expect(detachAddress(member(), { addressId: first.id })).rejects.toMatchObject(
    refusal('address_server_creating'),
  )
  await expect(releaseAddress(member(), { addressId: first.id })).rejects.toMatchObject(
    refusal('address_attached'),
  )
  await expectSound()

  await deliver(orderId)
  const metered = await sql<{ same: boolean; open: boolean }[]>`
    select u.started_at = c.started_at as same, u.ended_at is null as open from usage_intervals u
    join public_addresses a on a.id = u.resource_id
    join usage_intervals c on c.resource_id = a.instance_id and c.meter = 'compute'
    where a.id = any(${reserved.map(({ id }) => id)})`
  expect([...metered]).toEqual([
    { same: true, open: true },
    { same: true, open: true },
  ])
  await apply()
  expect((await routed()).map(({ instanceId }) => instanceId).sort()).toEqual(
    reserved.map(({ server }) => server).sort(),
  )
  const view = await getOrder(member(), { id: orderId })
  expect(view.state).toBe('delivered')
  expect(view.lines.map(({ state }) => state)).toEqual(['delivered', 'delivered'])
  expect(view.lines[0]?.resources[0]?.reach).toMatchObject({
    ways: [{ by: 'public', is: 'closed' }, { by: 'console' }, { by: 'private' }],
  })
  await expectSound()
  await detachAddress(member(), { addressId: first.id })
  await releaseAddress(member(), { addressId: first.id })
  await apply()
})

test('the address of a server that could not be created is released, unbilled', async () => {
  const before = await used()
  const orderId = await accepted()
  expect(await used()).toBe((before ?? 0) + 1)
  await deliver(orderId, failAtBoot)
  expect(await addressesOf(orderId)).toMatchObject([{ isReserved: false, server: null, meters: 0 }])
  expect(await used()).toBe(before)
  const [row] = await sql`select state from orders where id = ${orderId}`
  expect(row).toEqual({ state: 'failed' })
  expect((await getOrder(member(), { id: orderId })).lines.map(({ state }) => state)).toEqual([
    'failed',
    'failed',
  ])
  await apply()
  await expectSound()
})

test('a failed server that is retried is delivered with an address again, and its order does not fail a second time', async () => {
  const orderId = await accepted()
  await deliver(orderId, failAtBoot)
  const [server] = await sql<{ id: Id<'instance'> }[]>`
    select i.id from instances i join order_lines l on l.id = i.order_line_id where l.order_id = ${orderId}`
  await retryProvisioning(member(), { instanceId: server?.id ?? newId('instance') })
  expect(await addressesOf(orderId)).toMatchObject([
    { isReserved: false, meters: 0 },
    { isReserved: true, server: server?.id, meters: 0 },
  ])
  await deliver(orderId)
  const [row] = await sql`select state from orders where id = ${orderId}`
  expect(row).toEqual({ state: 'delivered' })
  expect((await addressesOf(orderId)).map(({ meters }) => meters)).toEqual([0, 1])
  expect(await sql`select distinct state from order_lines where order_id = ${orderId}`).toEqual([
    { state: 'delivered' },
  ])
  await expectSound()
  const notices = await sql<{ kind: string }[]>`
    select kind from notices where href like ${`%${orderId}%`} order by created_at, id`
  expect(notices.map(({ kind }) => kind).filter((kind) => kind.startsWith('order_'))).toEqual([
    'order_failed',
    'order_delivered',
  ])
})

test('until its server runs, an address counts under its purchase order as what is coming', async () => {
  const number = `BC-${randomUUID().slice(0, 8)}`
  await createPurchaseOrder(member(), {
    number,
    startsOn: '2026-01-01',
    endsOn: '2035-12-31',
    ceiling: 100_000_000n,
  })
  const orderId = await accepted({ quantity: 2, costReferences: { purchaseOrderNumber: number } })
  const coming = async () =>
    (
      await withOrganisation(member(), (tx, organisationId) => listComingUnder(tx, organisationId, number))
    ).reduce((sum, { count }) => sum + Number(count), 0)
  expect(await coming()).toBe(4)
  await deliver(orderId)
  expect(await coming()).toBe(0)
})

test('the database reserves for a server of the same project that is being created, or meters at once', async () => {
  const orderId = await accepted()
  await deliver(orderId)
  const [line] = await sql<{ id: string; server: string }[]>`
    select l.id, a.instance_id as server from order_lines l join public_addresses a on a.order_line_id = l.id where l.order_id = ${orderId}`
  const { organisationId, projectId } = world.estate.own
  const reserve = (usage: string | null, server: string | null) =>
    sql`select app.reserve_public_addresses(${organisationId}, ${projectId}, ${world.estate.zone.zoneId},
      ${[newId('publicAddress')]}, ${[line?.id ?? '']}, ${[usage]}::text[], ${[server]}::text[], now())`
  for (const [usage, server] of [
    [null, null],
    [newId('usageInterval'), line?.server ?? ''],
    [null, line?.server ?? ''],
  ] as const)
    await expect(reserve(usage, server)).rejects.toMatchObject({ code: '23514' })
})

test('a zone with too few addresses refuses before anything is claimed, and names a zone that has some', async () => {
  const { otherZone } = world.estate
  const [{ n: before } = { n: 0 }] = await sql<{ n: number }[]>`select count(*)::int as n from orders`
  const refused = await order({ quantity: 20 })
  expect(refused).toMatchObject({ outcome: 'insufficient_capacity', short: 'public_address', elsewhere: [] })
  await addAddressPool(capacity, { zoneId: otherZone.zoneId, range: '198.51.100.0/27' })
  expect(await order({ quantity: 20 })).toMatchObject({
    elsewhere: [{ zoneId: otherZone.zoneId, count: 30 }],
  })
  expect(await sql`select count(*)::int as n from orders`).toMatchObject([{ n: before }])
})

test('an order that waits gets its address when it is carried out', async () => {
  const { own } = world.estate
  const approver = (await addMember(sql, own, 'approver')).as(systemNow())
  await addSignatureRule(member(), { from: 1n, approvals: 1, kind: 'address' })
  const held = await order()
  if (held.outcome !== 'held') throw new Error(held.outcome)
  expect(await addressesOf(held.orderId)).toEqual([])
  const { hold } = await getOrder(approver, { id: held.orderId })
  await decideOrder(approver, {
    orderId: held.orderId,
    contentHash: hold?.contentHash ?? '',
    decision: 'approved',
    reason: '',
  })
  expect(await addressesOf(held.orderId)).toMatchObject([{ isReserved: true, meters: 0 }])
  await deliver(held.orderId)
  expect((await getOrder(approver, { id: held.orderId })).state).toBe('delivered')
  const [rule] = await sql<{ id: Id<'signatureRule'> }[]>`select id from signature_rules`
  if (rule) await removeSignatureRule(member(), { ruleId: rule.id })
  await expectSound()
})

test('a quote includes the address, and reserves none before its signature', async () => {
  const quoted = await quote()
  if (quoted.outcome !== 'quoted') throw new Error(quoted.outcome)
  const { lines, monthlyCents } = await getOrder(member(), { id: quoted.orderId })
  expect(lines.map(({ bundle }) => bundle.kind)).toEqual(['compute', 'address'])
  const [sum] = await sql<{ cents: string }[]>`
    select sum(div(micro_cents_per_hour * 720 + 500000, 1000000) * quantity)::text as cents from order_lines
    where order_id = ${quoted.orderId}`
  expect(monthlyCents).toBe(sum?.cents)
  expect(await addressesOf(quoted.orderId)).toEqual([])
  await expectSound()
})

test('the quota of addresses is checked when a quote is made, and quotes count against it', async () => {
  const limit = (await used()) ?? 0
  const setLimit = (to: number) =>
    sql`update quotas set "limit" = ${to} where organisation_id = ${world.estate.own.organisationId} and resource = 'public_addresses'`
  const [{ limit: before } = { limit: 0 }] = await sql<{ limit: number }[]>`
    select "limit" from quotas where organisation_id = ${world.estate.own.organisationId} and resource = 'public_addresses'`
  const [{ n: waiting } = { n: 0 }] = await sql<{ n: number }[]>`
    select count(*)::int as n from held_orders, jsonb_path_query(plan, '$[*].resources[*] ? (@.kind == "address")')`
  await setLimit(limit + waiting)
  const refused = { outcome: 'quota_exceeded', resource: 'public_addresses', asked: 1 }
  expect(await order()).toMatchObject({ ...refused, limit: limit + waiting, used: limit + waiting })
  await setLimit(limit + waiting + 1)
  expect(await quote()).toMatchObject({ outcome: 'quoted' })
  orders += 1
  expect(await order()).toMatchObject(refused)
  expect(await quote()).toMatchObject(refused)
  await setLimit(before)
})

test('ordering again takes the address with the server', async () => {
  const orderId = await accepted()
  expect(await readLinesLike(member(), { from: orderId })).toMatchObject([
    { bundleId: world.estate.bundles.small.id, hasAddress: true },
  ])
})

test('a disk takes no address', async () => {
  await expect(
    order({ bundleId: world.estate.bundles.storage.id, imageId: undefined }),
  ).rejects.toMatchObject({ code: 'invalid_input', field: 'lines.0.publicAddress' })
})

test('is refused with the host that does not answer while networks cannot be changed, before anything is claimed', async () => {
  const [hostId] = world.estate.zone.hostIds
  const setSilent = (since: Date | null) =>
    sql`update hosts set unreachable_since = ${since} where id = ${hostId ?? ''}`
  const counts = async () => {
    const [row] = await sql`select (select count(*) from orders) as orders,
      (select count(*) from allocations) as claims,
      (select count(*) from public_addresses where released_at is null) as addresses`
    return row
  }
  const [host] = await sql<{ name: string }[]>`select name from hosts where id = ${hostId ?? ''}`
  const before = await counts()
  await sql`update zones set driver = 'incus' where id = ${world.estate.zone.zoneId}`
  await setSilent(new Date())
  await expect(order()).rejects.toMatchObject({
    code: 'state_forbids',
    params: { reason: 'networks_held', hosts: host?.name },
  })
  expect(await counts()).toEqual(before)
  // Without an address too, unless the project has its network or the zone has one in advance.
  const { bundles, imageId, zone } = world.estate
  const plain = (name: string) =>
    placeOrder(member(), {
      idempotencyKey: randomUUID(),
      lines: [{ bundleId: bundles.small.id, zoneId: zone.zoneId, imageId, sshKeyIds: [], name, quantity: 1 }],
    })
  const refused = { code: 'state_forbids', params: { reason: 'networks_held' } }
  await sql`update private_networks set is_default = false where project_id = ${world.estate.own.projectId}`
  await expect(plain(nameOfOrder())).rejects.toMatchObject(refused)
  expect(await counts()).toEqual(before)
  await sql`insert into spare_networks (id, zone_id, range, created_at, made_at)
    values (${newId('network')}, ${world.estate.zone.zoneId}, '10.255.252.0/22', now(), now())`
  const place = { projectId: world.estate.own.projectId, zoneId: world.estate.zone.zoneId }
  await withSystem(systemTestContext(), (tx) => requireNetworkToJoin(tx, place))
  await sql`delete from spare_networks`
  await sql`update zones set driver = 'simulator' where id = ${world.estate.zone.zoneId}`
  // The simulator makes a network with its first server.
  expect(await plain(`${nameOfOrder()}-first`)).toMatchObject({ outcome: 'accepted' })
  // Bridges end at their host, and other hosts go on.
  await sql`update zones set network_technology = 'bridges' where id = ${world.estate.zone.zoneId}`
  await accepted()
  await sql`update zones set network_technology = 'ovn' where id = ${world.estate.zone.zoneId}`
  await setSilent(null)
  await deliver(await accepted({ name: `${nameOfOrder()}-later` }))
  await expectSound()
})
