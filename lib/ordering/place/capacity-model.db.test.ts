import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { endAllocation, finishMove, postAllocation, reserveMove, resizeAllocation } from '~/lib/placement'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { placeOrder } from '../index'
import type { PlaceOrderInput } from '../schema'
import { allowedAnswers, type CapacityModel, expectedMoveAnswer, takeFrom } from '../testing/capacity-model'
import { makeCatalogue, serverOrder, type TestCatalogue } from '../testing/order-world'

const { sql } = useTestDatabase()
const serversMax = 6
const vcpus = 3
let buyer: TestBuyer
let zone: TestZone
let catalogue: TestCatalogue

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000000'
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default) values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
  buyer = await makeBuyer(sql, { quotas: { instances: serversMax } })
  zone = await makeZone({ count: 3, vcpu: vcpus })
  catalogue = await makeCatalogue([zone])
})

type Real = { lastOrder: { input: PlaceOrderInput; orderId: string } | null }
type Command = fc.AsyncCommand<CapacityModel, Real>
const worker = systemTestContext()
const asWorker = <T>(run: Parameters<typeof withSystem<T>>[1]) => withSystem(worker, run)
const nth = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(all.length, 1)]

/** A command; after it, the rows must match the model. */
function command(
  text: string,
  run: (model: CapacityModel, real: Real) => Promise<void>,
  check: Command['check'] = () => true,
): Command {
  const runAndCompare = async (model: CapacityModel, real: Real) => {
    await run(model, real)
    await compare(model)
  }
  return { check, run: runAndCompare, toString: () => text }
}
const hasServers = (model: Readonly<CapacityModel>) => model.servers.length > 0

async function compare(model: CapacityModel): Promise<void> {
  const hosts = await sql`select id, vcpu_free from hosts where zone_id = ${zone.zoneId} order by id`
  const free = new Map(hosts.map((row) => [row.id, row.vcpu_free]))
  expect(model.hosts.map((host) => free.get(host.id))).toEqual(model.hosts.map((host) => host.free))
  const claims =
    await sql`select resource_id, host_id, vcpu from allocations where zone_id = ${zone.zoneId} and state in ('pending', 'posted')`
  const held = model.servers.flatMap(({ id, host, vcpu, movingTo }) => [
    `${id} ${model.hosts[host]?.id} ${vcpu}`,
    ...(movingTo === null ? [] : [`move:${id} ${model.hosts[movingTo]?.id} ${vcpu}`]),
  ])
  expect(claims.map((row) => `${row.resource_id} ${row.host_id} ${row.vcpu}`).sort()).toEqual(held.sort())
  const [quota] =
    await sql`select used from quotas where organisation_id = ${buyer.organisationId} and resource = 'instances'`
  expect(quota?.used).toBe(model.servers.length)
}

const order = (quantity: number, isApart: boolean) =>
  command(`order ${quantity}${isApart ? ' apart' : ''}`, async (model, real) => {
    model.orders += 1
    const placement = { relation: 'apart', level: 'host', strength: 'must' } as const
    const name = `s${newId('order').slice(-12)}a`
    const input = serverOrder(zone, catalogue, { name, quantity, ...(isApart ? { placement } : {}) })
    const expected = allowedAnswers(model, quantity, isApart)
    const answer = await placeOrder(buyer.as('owner', new Date()), input)
    expect(expected).toContain(answer.outcome)
    if (answer.outcome !== 'accepted') return
    real.lastOrder = { input, orderId: answer.orderId }
    const made =
      await sql`select i.id, i.host_id from instances i join order_lines l on l.id = i.order_line_id where l.order_id = ${answer.orderId}`
    const places = made.map((row) => model.hosts.findIndex((host) => host.id === row.host_id))
    expect(places).toHaveLength(quantity)
    if (isApart) expect(new Set(places).size).toBe(quantity)
    for (const [i, row] of made.entries()) {
      const host = places[i] ?? -1
      expect(model.hosts[host]?.isOpen).toBe(true)
      takeFrom(model, host, 1)
      const group = isApart ? answer.orderId : null
      model.servers.push({ id: row.id, host, vcpu: 1, isPosted: false, group, movingTo: null })
    }
  })

const replay = command('replay', async (_model, real) => {
  if (!real.lastOrder) return
  const answer = await placeOrder(buyer.as('owner', new Date()), real.lastOrder.input)
  expect(answer).toMatchObject({ outcome: 'accepted', orderId: real.lastOrder.orderId })
})

const end = (index: number) =>
  command(
    `end ${index}`,
    async (model) => {
      const server = nth(model.servers, index)
      // A move ends when the server has arrived.
      if (!server || server.movingTo !== null) return
      const state = server.isPosted ? 'released' : 'voided'
      expect(await asWorker((tx) => endAllocation(tx, server.id, state, worker.now))).toBe(true)
      expect(await asWorker((tx) => endAllocation(tx, server.id, state, worker.now))).toBe(false)
      takeFrom(model, server.host, -server.vcpu)
      model.servers.splice(model.servers.indexOf(server), 1)
    },
    hasServers,
  )

const post = (index: number) =>
  command(
    `post ${index}`,
    async (model) => {
      const server = nth(model.servers, index)
      if (!server) return
      const done = await asWorker((tx) => postAllocation(tx, server.id, worker.now))
      expect(done).toBe(!server.isPosted)
      server.isPosted = true
    },
    hasServers,
  )

const resize = (index: number, vcpu: number) =>
  command(
    `resize ${index} to ${vcpu}`,
    async (model) => {
      const server = nth(model.servers, index)
      if (!server || server.movingTo !== null) return
      const grows = vcpu - server.vcpu
      const fits = (model.hosts[server.host]?.free ?? 0) >= grows
      const size = { vcpu, memoryMib: 1024, diskGib: 10 }
      expect(await asWorker((tx) => resizeAllocation(tx, server.id, size))).toBe(
        fits ? 'resized' : 'host_full',
      )
      if (!fits) return
      takeFrom(model, server.host, grows)
      server.vcpu = vcpu
    },
    hasServers,
  )

const move = (index: number, to: number) =>
  command(
    `move ${index} to ${to}`,
    async (model) => {
      const server = nth(model.servers, index)
      const hostId = model.hosts[to]?.id
      if (!server || !hostId || server.movingTo !== null) return
      const expected = expectedMoveAnswer(model, server, to)
      const asked = { resourceId: server.id, hostId, mayBreakRules: false }
      expect(await asWorker((tx) => reserveMove(tx, asked, worker.now))).toBe(expected)
      if (expected !== 'reserved') return
      takeFrom(model, to, server.vcpu)
      server.movingTo = to
    },
    hasServers,
  )

const finish = (index: number, isMoved: boolean) =>
  command(
    `${isMoved ? 'arrive' : 'return'} ${index}`,
    async (model) => {
      const server = nth(model.servers, index)
      if (!server) return
      const done = await asWorker((tx) => finishMove(tx, server.id, isMoved, worker.now))
      expect(done).toBe(server.movingTo !== null)
      if (server.movingTo === null) return
      takeFrom(model, isMoved ? server.host : server.movingTo, -server.vcpu)
      if (isMoved) {
        server.host = server.movingTo
        await sql`update instances set host_id = ${model.hosts[server.host]?.id ?? ''} where id = ${server.id}`
      }
      server.movingTo = null
    },
    hasServers,
  )

const turn = (index: number, isOpen: boolean) =>
  command(`${isOpen ? 'open' : 'cordon'} ${index}`, async (model) => {
    const host = model.hosts[index]
    if (!host) return
    await sql`update hosts set state = ${isOpen ? 'in_service' : 'cordoned'} where id = ${host.id}`
    host.isOpen = isOpen
  })

const some = fc.nat(20)
const which = fc.nat(2)
const commands = fc.commands(
  [
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()).map(([quantity, apart]) => order(quantity, apart)),
    fc.tuple(fc.integer({ min: 1, max: 2 }), fc.boolean()).map(([quantity, apart]) => order(quantity, apart)),
    fc.constant(replay),
    some.map(end),
    some.map(post),
    fc.tuple(some, fc.integer({ min: 1, max: 3 })).map(([index, vcpu]) => resize(index, vcpu)),
    fc.tuple(some, which).map(([index, to]) => move(index, to)),
    fc.tuple(some, fc.boolean()).map(([index, isMoved]) => finish(index, isMoved)),
    fc.tuple(which, fc.boolean()).map(([index, isOpen]) => turn(index, isOpen)),
  ],
  { maxCommands: 60, size: process.env.MODEL_RUNS ? '+1' : '=' },
)

/** Releases everything: each sequence starts with an empty zone. */
async function begin(): Promise<{ model: CapacityModel; real: Real }> {
  const live =
    await sql`select resource_id, resource_kind from allocations where zone_id = ${zone.zoneId} and state in ('pending', 'posted') order by resource_kind desc`
  for (const { resource_id: id, resource_kind: kind } of live) {
    if (kind === 'move') await asWorker((tx) => finishMove(tx, id.slice(5), false, worker.now))
    else await asWorker((tx) => endAllocation(tx, id, 'voided', worker.now))
  }
  await sql`update hosts set state = 'in_service' where zone_id = ${zone.zoneId}`
  const hosts = zone.hostIds.map((id) => ({ id, free: vcpus, isOpen: true }))
  return { model: { hosts, servers: [], serversMax, orders: 0 }, real: { lastOrder: null } }
}

test('200 sequences of orders, replays, deletions, resizes, moves and closed hosts: the zone never sells more than it has', {
  timeout: 600_000,
}, async () => {
  let orders = 0
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const world = await begin()
      await fc.asyncModelRun(() => world, sequence)
      orders += world.model.orders
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 200), endOnFailure: true },
  )
  expect(orders).toBeGreaterThan(100)
})
