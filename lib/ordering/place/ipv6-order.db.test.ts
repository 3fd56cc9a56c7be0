import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { addAddressPool, createNetwork, inspectInstance } from '~/lib/resources'
import { applyNetworks, runReachTests } from '~/lib/resources/runtime'
import { driveToRest } from '~/lib/resources/testing/drive'
import type { SagaWorld } from '~/lib/resources/testing/saga-world'
import { placeOrder, readOrderForm } from '../index'
import type { PlaceOrderInput } from '../schema'
import { openDeliveryWorld } from '../testing/open-delivery-world'

const database = useTestDatabase()
const { sql } = database
let world: SagaWorld
beforeAll(async () => {
  world = await openDeliveryWorld(database.current)
})
afterAll(() => world?.close())

const now = systemNow()
const member = (ip: string) => ({ ...world.estate.own.as('owner', now), ip })
const order = (ip: string, over: Partial<PlaceOrderInput['lines'][number]>) =>
  placeOrder(member(ip), {
    idempotencyKey: randomUUID(),
    lines: [
      {
        bundleId: world.estate.bundles.small.id,
        zoneId: world.estate.zone.zoneId,
        imageId: world.estate.imageId,
        sshKeyIds: [],
        name: `web-${randomUUID().slice(0, 8)}`,
        quantity: 1,
        ...over,
      },
    ],
  })
const refusalOf = (placed: Promise<unknown>) =>
  placed.then(
    () => null,
    (error: { params?: { reason?: string } }) => error.params?.reason,
  )

test('without IPv6 in the zone nothing leads to a server without a public address', async () => {
  const access = { sshAccess: { from: 'caller' as const } }
  expect(await refusalOf(order('2001:db8:42:7::9', access))).toBe('ssh_needs_address')
  const form = await readOrderForm(member('2001:db8:42:7::9'))
  expect(form.ipv6Zones).toEqual([])
})

test('a customer who comes by IPv6 is let in from the /64 of that address, and reaches the server there', async () => {
  const capacity = staffTestContext(newId('staff'), ['capacity'])
  const zoneId = world.estate.zone.zoneId
  await addAddressPool(capacity, { zoneId, range: '2001:db8:100::/48' })
  const ip = '2001:db8:ffff::9'
  expect((await readOrderForm(member(ip))).ipv6Zones).toEqual([zoneId])
  const placed = await order(ip, { sshAccess: { from: 'caller' } })
  if (placed.outcome !== 'accepted') throw new Error(JSON.stringify(placed))
  const [row] = await sql<{ id: Id<'instance'>; sagaId: Id<'saga'>; access: object; address6: string }[]>`
    select i.id, s.id as "sagaId", l.ssh_access as access, a.address6 from instances i
    join order_lines l on l.id = i.order_line_id join sagas s on s.resource_id = i.id
    join private_addresses a on a.instance_id = i.id where l.order_id = ${placed.orderId}`
  expect(row).toMatchObject({
    access: { from: 'caller', sources: ['2001:db8:ffff::/64'] },
    address6: '2001:db8:100::a',
  })
  if (!row) throw new Error('a server was ordered')
  await driveToRest(world.engine({}), row.sagaId)
  await applyNetworks(systemTestContext(now), {
    hypervisorOf: async () => ({
      surveyor: world.simulator,
      driverOf: async () => world.simulator,
      hostOf: (name: string) => name,
    }),
  })
  // The order ends with a test from outside: the simulated internet looks from the same /64.
  await runReachTests(systemTestContext(addSeconds(now, 60)), { driverFor: async () => world.simulator })
  const { reach, reachTest } = await inspectInstance(member(ip), { instanceId: row.id })
  expect(reachTest?.result?.public).toMatchObject([{ address: row.address6, verdict: 'open' }])
  expect(reach).toMatchObject({
    ways: expect.arrayContaining([expect.objectContaining({ is: 'open_some' })]),
  })
  const form = await readOrderForm(member(ip))
  expect(form.networks.map(({ hasIpv6 }) => hasIpv6)).toEqual([true])
})

test('the family of the caller decides, and a network without a way out has no IPv6', async () => {
  expect(await refusalOf(order('203.0.113.9', { sshAccess: { from: 'caller' } }))).toBe('ssh_caller_ipv4')
  const sources = ['203.0.113.9/32']
  expect(await refusalOf(order('203.0.113.9', { sshAccess: { from: 'list', sources } }))).toBe(
    'ssh_source_ipv4',
  )
  const { id: networkId } = await createNetwork(member('203.0.113.9'), {
    projectId: world.estate.own.projectId,
    zoneId: world.estate.zone.zoneId,
    name: 'sealed',
    hasExit: false,
  })
  const sealed = { networkId, sshAccess: { from: 'caller' as const } }
  expect(await refusalOf(order('2001:db8:42:7::9', sealed))).toBe('ssh_needs_address')
})
