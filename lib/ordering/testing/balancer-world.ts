import { randomUUID } from 'node:crypto'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import type { TestDatabase } from '~/db/testing/test-database'
import { defineAddressBundle, defineBalancerBundle, definePrice } from '~/lib/catalogue'
import { seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import type { Driver } from '~/lib/hypervisors'
import type { ComparedZone } from '~/lib/hypervisors/rows'
import { checkBalancers } from '~/lib/hypervisors/runtime'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { addAddressPool } from '~/lib/resources'
import { driveToRest } from '~/lib/resources/testing/drive'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import type { Engine } from '~/lib/sagas/engine/engine'
import { orderBalancer, placeOrder } from '../index'
import { refreshOrderLine } from '../orders/refresh-order-line'
import type { OrderBalancerInput } from '../schema'
import { defineSellingEntity } from '../seller/define-selling-entity'
import { testSeller } from './order-world'

export type BalancerWorld = Awaited<ReturnType<typeof openBalancerWorld>>
type Ordered = OrderBalancerInput['balancer']

/** A real hypervisor in the place of the simulated datacentre. */
export type Outside = {
  /** Of every organisation. */
  driver: Driver
  /** Of the customer. */
  driverOf: (organisationId: string) => Driver
  hostNames: readonly string[]
  image: string
  addresses: string
}

/** A zone that sells public addresses and load balancers, with one server that was ordered and runs. */
export async function openBalancerWorld(
  database: TestDatabase,
  sql: TestDatabase['sql'],
  outside: Outside | null = null,
) {
  process.env.RATE_LIMIT_FACTOR = '1000000'
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
  const simulated = await openSagaWorld(database)
  const { own, zone, bundles, imageId } = simulated.estate
  const driver = outside?.driverOf(own.organisationId) ?? simulated.simulator
  const saga: SagaWorld = {
    ...simulated,
    engine: (over = {}) => simulated.engine({ driverFor: async () => driver, ...over }),
  }
  if (outside) await useHosts(sql, zone, outside)
  await defineSellingEntity(seedContext(), testSeller)
  const price = { microCentsPerHour: 1_500_000n, validFrom: new Date('2026-01-01T00:00:00Z') }
  const ipv4 = await defineAddressBundle(seedContext(), { slug: 'ipv4', name: 'IPv4', position: 90 })
  await definePrice(seedContext(), { bundleId: ipv4, meter: 'public_address', ...price })
  const offer = { slug: 'balancer', name: 'Répartiteur', position: 91 }
  const balancer = await defineBalancerBundle(seedContext(), offer)
  await definePrice(seedContext(), { bundleId: balancer, meter: 'load_balancer', ...price })
  const { zoneId } = zone
  await addAddressPool(staffTestContext(newId('staff'), ['capacity']), {
    zoneId,
    range: outside?.addresses ?? '203.0.113.0/26',
  })
  const drivers = {
    hypervisorOf: async () => ({
      surveyor: outside?.driver ?? driver,
      driverOf: async () => driver,
      hostOf: (name: string) => name,
    }),
  }
  await checkBalancers(systemTestContext(), drivers)
  let orders = 0
  const nextName = (stem: string) => {
    orders += 1
    return `${stem}-${String.fromCharCode(96 + Math.ceil(orders / 26))}${String.fromCharCode(97 + (orders % 26))}`
  }
  const member = (at = systemNow()): OpContext => own.as('owner', at)

  /** Runs the latest saga of the resource, and delivers its order. */
  async function drive(resourceId: string, over: Partial<Engine> = {}): Promise<void> {
    const [row] = await sql<{ id: Id<'saga'> }[]>`
      select id from sagas where resource_id = ${resourceId} order by created_at desc, id desc limit 1`
    if (!row) throw new Error('no saga')
    await driveToRest(saga.engine(over), row.id)
    const { organisationId } = own
    const lines = await sql<{ id: Id<'orderLine'> }[]>`
      select id from order_lines where organisation_id = ${organisationId}`
    for (const { id: orderLineId } of lines)
      await refreshOrderLine(systemTestContext(), { organisationId, orderLineId })
  }
  /** Ordered like any other: the numbers of orders have no gap. */
  async function runningServer(networkId?: Id<'network'>): Promise<Id<'instance'>> {
    const name = nextName('web')
    const line = { bundleId: bundles.small.id, zoneId, imageId, sshKeyIds: [], name, quantity: 1 }
    const lines = [{ ...line, ...(networkId && { networkId }) }]
    await placeOrder(member(), { idempotencyKey: randomUUID(), lines })
    const [row] = await sql<{ id: Id<'instance'> }[]>`select id from instances where name = ${name}`
    if (!row) throw new Error('an order of a server makes one')
    await drive(row.id)
    return row.id
  }
  const server = await runningServer()
  const [network] = await sql<{ id: Id<'network'> }[]>`
    select network_id as id from private_addresses where instance_id = ${server}`
  if (!network) throw new Error('a running server is on a network')

  const settings = (): Ordered['settings'] => ({
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
  async function order(over: Partial<Ordered> = {}, by = member(), name = nextName('front')) {
    const { orderId } = await orderBalancer(by, {
      idempotencyKey: randomUUID(),
      zoneId,
      name,
      balancer: { networkId: network?.id ?? newId('network'), settings: settings(), ...over },
    })
    return orderId
  }
  async function balancerOf(orderId: string) {
    const [row] = await sql<{ id: Id<'balancer'>; state: string; failure: string | null }[]>`
      select b.id, b.state, b.failure_code as failure from balancers b join order_lines l on l.id = b.order_line_id
      where l.order_id = ${orderId}`
    if (!row) throw new Error('the order has a balancer')
    return row
  }
  return {
    saga,
    driver,
    sql,
    drivers,
    zoneId,
    server,
    networkId: network.id,
    member,
    settings,
    drive,
    runningServer,
    order,
    balancerOf,
    /** Ordered and at work. */
    async working(over: Partial<Ordered> = {}): Promise<Id<'balancer'>> {
      const { id } = await balancerOf(await order(over))
      await drive(id)
      return id
    },
    async addressOf(balancerId: string) {
      const [row] = await sql<{ id: Id<'publicAddress'>; address: string; balancer_id: string | null }[]>`
        select id, address, balancer_id from public_addresses where balancer_id = ${balancerId}`
      return row
    },
    async openMeters(resourceId: string) {
      const rows = await sql<{ meter: string }[]>`
        select meter from usage_intervals where resource_id = ${resourceId} and ended_at is null`
      return rows.map(({ meter }) => meter)
    },
    async backends(id: string) {
      const seen = await driver.balancers?.observe(id, { signal: AbortSignal.timeout(20_000) })
      return seen?.exists ? seen.backends.map(({ instanceId, health }) => ({ instanceId, health })) : null
    },
    /** The zone as `compareZone` takes it, with its turn. */
    async compared(): Promise<ComparedZone> {
      await sql`insert into zone_comparisons (zone_id, turn_at, objects, open, healed, withheld)
        values (${zoneId}, now(), 0, 0, 0, 0) on conflict do nothing`
      const [row] = await sql<{ code: string }[]>`select code from zones where id = ${zoneId}`
      if (!row) throw new Error('the zone has a row')
      return { id: zoneId, code: row.code, driver: 'simulator' }
    },
    /** The estate's own lines have no journal, and no worker runs here. */
    healthy: async () =>
      (await checkInvariants(sql)).filter(({ name }) => !['sagas', 'audited_orders'].includes(name)),
    close: () => saga.close(),
  }
}

/** The hosts of the zone are those of the real hypervisor, and its servers are small. */
async function useHosts(
  sql: TestDatabase['sql'],
  { zoneId, hostIds }: TestZone,
  { hostNames, image }: Outside,
): Promise<void> {
  await sql`update zone_images set alias = ${image}`
  await sql`update bundles set vcpu = 1, memory_mib = 512, root_disk_gib = 10 where kind = 'compute'`
  await sql`update hosts set state = 'maintenance' where zone_id = ${zoneId}`
  for (const [index, name] of hostNames.entries())
    await sql`update hosts set name = ${name}, state = 'in_service' where id = ${hostIds[index] ?? ''}`
}
