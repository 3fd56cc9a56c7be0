import { afterEach, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Driver } from '~/lib/hypervisors/port/driver'
import { DriverError } from '~/lib/hypervisors/port/index'
import { soon } from '~/lib/hypervisors/testing/world'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { changeBalancer, changeFirewall, moveInstance, ownRuleSetId, readBalancer } from '~/lib/resources'
import { applyBalancers, observeBalancers } from '~/lib/resources/runtime'
import { driveToRest } from '~/lib/resources/testing/drive'
import { openLatch } from '~/testing/latch'
import { useBalancerWorld } from '../testing/use-balancer-world'

const database = useTestDatabase()
const { sql } = database
const world = useBalancerWorld(database)
afterEach(async () => {
  await sql`update balancers set next_look_at = null`
})

const apply = () => applyBalancers(systemTestContext(systemNow()), world.drivers)
const observe = (at: Date) => observeBalancers(systemTestContext(at), world.drivers)
const read = (balancerId: Id<'balancer'>) => readBalancer(world.member(), { balancerId })
const seen = async (balancerId: string) => {
  const found = await world.saga.simulator.balancers?.observe(balancerId, soon())
  return found?.exists ? found.backends.map(({ isDraining }) => isDraining) : null
}

describe('the health of a pool', () => {
  test('is stored for each server; the customer is notified when none answers, and when one does again', async () => {
    const balancerId = await world.working()
    const { name } = await read(balancerId)
    const from = systemNow()
    const notices = async () =>
      (
        await sql<{ kind: string }[]>`
          select kind from notices where params ->> 'name' = ${name} and kind like 'balancer_pool%' order by created_at`
      ).map(({ kind }) => kind)
    await observe(addSeconds(from, 60))
    expect(await read(balancerId)).toMatchObject({
      isServing: true,
      observedAt: addSeconds(from, 60).toISOString(),
      servers: { up: 1, total: 1 },
      backends: [{ instanceId: world.server, health: 'up', isDraining: false, connections: 0 }],
      poolDownSince: null,
    })
    await world.saga.simulator.stopInstance(world.server, { force: true }, soon())
    for (const seconds of [80, 100]) await observe(addSeconds(from, seconds))
    expect(await notices()).toEqual([])
    for (const seconds of [120, 140]) await observe(addSeconds(from, seconds))
    expect(await read(balancerId)).toMatchObject({
      servers: { up: 0, total: 1 },
      poolDownSince: addSeconds(from, 80).toISOString(),
    })
    expect(await notices()).toEqual(['balancer_pool_down'])
    await world.saga.simulator.startInstance(world.server, soon())
    for (const seconds of [160, 180]) await observe(addSeconds(from, seconds))
    expect(await notices()).toEqual(['balancer_pool_down', 'balancer_pool_up'])
    expect((await read(balancerId)).poolDownSince).toBeNull()
  })

  test('outlives an observation that fails, with the time of the last one', async () => {
    const balancerId = await world.working()
    const from = systemNow()
    await observe(addSeconds(from, 60))
    await world.saga.simulator.setFault({ name: 'zone-down', zoneCode: await zoneCode() })
    await observe(addSeconds(from, 120))
    await world.saga.simulator.clearFaults()
    expect(await read(balancerId)).toMatchObject({
      observedAt: addSeconds(from, 60).toISOString(),
      servers: { up: 1, total: 1 },
    })
  })

  test('of which a part is dead is configured again, which directs its address to the other one', async () => {
    const balancerId = await world.working()
    await apply()
    const { simulator } = world.saga
    const { balancers } = simulator
    if (!balancers) throw new Error('the simulator has balancers')
    const applied: string[] = []
    const driver: Driver = {
      ...simulator,
      balancers: {
        ...balancers,
        observe: async (id, options) => {
          const found = await balancers.observe(id, options)
          return found.exists && id === balancerId ? { ...found, isWhole: false } : found
        },
        apply: async (spec, network, options) => {
          applied.push(spec.balancerId)
          await balancers.apply(spec, network, options)
        },
      },
    }
    const hypervisorOf = async () => ({
      surveyor: driver,
      driverOf: async () => driver,
      hostOf: (n: string) => n,
    })
    await observeBalancers(systemTestContext(addSeconds(systemNow(), 60)), { hypervisorOf })
    expect((await read(balancerId)).isServing).toBe(true)
    await applyBalancers(systemTestContext(systemNow()), { hypervisorOf })
    expect(applied).toEqual([balancerId])
  })

  test('is observed by one of two workers at once, each balancer once', async () => {
    const ids = [await world.working(), await world.working()]
    const calls: string[] = []
    const { balancers } = world.saga.simulator
    if (!balancers) throw new Error('the simulator has balancers')
    const driver: Driver = {
      ...world.saga.simulator,
      balancers: {
        ...balancers,
        observe: (id, options) => {
          calls.push(id)
          return balancers.observe(id, options)
        },
      },
    }
    const drivers = {
      hypervisorOf: async () => ({
        surveyor: driver,
        driverOf: async () => driver,
        hostOf: (n: string) => n,
      }),
    }
    const at = systemTestContext(addSeconds(systemNow(), 60))
    await Promise.all([observeBalancers(at, drivers), observeBalancers(at, drivers)])
    expect(calls.filter((id) => ids.some((each) => each === id)).sort()).toEqual([...ids].sort())
  })
})

test('servers hear their balancer also where the network filters inside and lists what may leave', async () => {
  const id = await world.working()
  const { networkId } = world
  const setId = ownRuleSetId(networkId)
  const out = { direction: 'out', protocol: 'udp', ports: '53', description: '' } as const
  const listed = { ...out, peer: { kind: 'anywhere' } } as const
  const seen = async () => {
    await sql`update balancers set applied_digest = null where id = ${id}`
    await apply()
    return world.backends(id)
  }
  await sql`update private_networks set filters_inside = true where id = ${networkId}`
  const whileOpen = await seen()
  const edit = { do: 'add_rule', setId, rule: listed } as const
  const { ruleId } = await changeFirewall(world.member(), { edit, confirm: true })
  const whileListed = await seen()
  if (!ruleId) throw new Error('an added rule has an id')
  await changeFirewall(world.member(), { edit: { do: 'remove_rule', ruleId }, confirm: true })
  await sql`update private_networks set filters_inside = false where id = ${networkId}`
  for (const found of [whileOpen, whileListed])
    expect(found).toEqual([{ instanceId: world.server, health: 'up' }])
  const revision = async () => (await sql`select revision from private_networks where id = ${networkId}`)[0]
  const before = await revision()
  const settings = world.settings()
  const pool = { ...settings.pool, serverPort: 81 }
  await changeBalancer(world.member(), { balancerId: id, settings: { ...settings, pool } })
  expect(await revision()).not.toEqual(before)
})

test('a fault of ours with one balancer keeps no other from its observation', async () => {
  const [first, second] = [await world.working(), await world.working()]
  const { simulator } = world.saga
  const { balancers } = simulator
  if (!balancers) throw new Error('the simulator has balancers')
  const { opened, open } = openLatch()
  const driver: Driver = {
    ...simulator,
    balancers: {
      ...balancers,
      observe: async (id, options) => {
        if (id === first) throw new Error('a fault of ours')
        await opened
        return balancers.observe(id, options)
      },
    },
  }
  const hypervisorOf = async () => ({
    surveyor: driver,
    driverOf: async () => driver,
    hostOf: (n: string) => n,
  })
  const at = addSeconds(systemNow(), 60)
  const observed = observeBalancers(systemTestContext(at), { hypervisorOf })
  open()
  await expect(observed).rejects.toThrow('a fault of ours')
  expect((await read(second)).observedAt).toBe(at.toISOString())
})

test('a balancer whose configuration cannot be made keeps no other from its own', async () => {
  const [first, second] = [await world.working(), await world.working()].sort()
  const [row] = await sql`select settings from balancers where id = ${first ?? ''}`
  await sql`update balancers set settings = '{"listeners": [{"port": 70000, "protocol": "tcp", "certificateId": null}],
    "pool": {"instanceIds": [], "tags": [], "check": {}}}' where id = ${first ?? ''}`
  await sql`update balancers set applied_digest = null where id in ${sql([first ?? '', second ?? ''])}`
  await expect(apply()).rejects.toThrow('70000 is a port')
  await sql`update balancers set settings = ${sql.json(row?.settings)} where id = ${first ?? ''}`
  const [other] = await sql`select applied_digest from balancers where id = ${second ?? ''}`
  expect(other?.applied_digest).not.toBeNull()
  await apply()
})

describe('a server that is moved', () => {
  const elsewhere = async () => {
    const [row] = await sql<{ hostId: string }[]>`
      select host_id as "hostId" from instances where id = ${world.server}`
    const to = world.saga.estate.zone.hostIds.find((id) => id !== row?.hostId)
    if (!to) throw new Error('the zone has two hosts')
    return to
  }
  async function move(driver: Driver) {
    const toHostId = await elsewhere()
    const { sagaId } = await withOrganisation(world.member(), (tx) =>
      moveInstance(tx, world.member(), { instanceId: world.server, toHostId, mayBreakRules: true }),
    )
    await driveToRest(world.saga.engine({ driverFor: async () => driver }), sagaId)
    const [saga] = await sql<{ state: string }[]>`select state from sagas where id = ${sagaId}`
    return saga?.state
  }

  test('is out of every balancer while it is away, and back afterwards without another configuration', async () => {
    const ids = [await world.working(), await world.working()]
    await apply()
    const digests = () => sql`select id, applied_digest from balancers where id in ${sql(ids)} order by id`
    const before = await digests()
    const away: unknown[] = []
    const { simulator } = world.saga
    const state = await move({
      ...simulator,
      moveInstance: async (...input) => {
        for (const id of ids) away.push(await seen(id))
        await apply()
        expect(await digests()).toEqual(before)
        expect((await read(ids[0] ?? 'lba_')).backends).toMatchObject([{ isDraining: true }])
        // A change during the move makes a configuration that keeps it out.
        await sql`update balancers set settings = jsonb_set(settings, '{pool,algorithm}', '"source"') where id = ${ids[0] ?? ''}`
        await apply()
        for (const id of ids) away.push(await seen(id))
        await simulator.moveInstance(...input)
      },
    })
    expect(state).toBe('succeeded')
    expect(away).toEqual([[true], [true], [true], [true]])
    for (const id of ids) expect(await seen(id)).toEqual([false])
    expect(await sql`select instance_id from drained_servers`).toHaveLength(0)
    const after = await digests()
    await apply()
    expect(await digests()).toEqual(after)
    await sql`update balancers set settings = jsonb_set(settings, '{pool,algorithm}', '"round_robin"')`
    await apply()
  })

  test('and cannot be, is put back', async () => {
    const id = await world.working()
    await apply()
    const { simulator } = world.saga
    const refusals: string[] = []
    const state = await move({
      ...simulator,
      moveInstance: async (id, hostName, options) => {
        if (refusals.push(hostName) === 1)
          throw new DriverError('rejected', { rawText: 'refused by the test' })
        await simulator.moveInstance(id, hostName, options)
      },
    })
    expect(state).toBe('undone')
    expect(await seen(id)).toEqual([false])
    expect(await sql`select instance_id from drained_servers`).toHaveLength(0)
  })

  test('leaves although a balancer does not answer', async () => {
    await world.working()
    const { simulator } = world.saga
    const { balancers } = simulator
    if (!balancers) throw new Error('the simulator has balancers')
    const unreachable = () => Promise.reject(new DriverError('hypervisor_unreachable'))
    const driver = { ...simulator, balancers: { ...balancers, observe: unreachable, drain: unreachable } }
    expect(await move(driver)).toBe('succeeded')
    expect(await sql`select instance_id from drained_servers`).toHaveLength(0)
  })

  test('is drained again, or used again, where HAProxy differs from the rows', async () => {
    const id = await world.working()
    await apply()
    await world.saga.simulator.balancers?.drain(id, { instanceId: world.server, isDraining: true }, soon())
    await observe(addSeconds(systemNow(), 60))
    expect(await seen(id)).toEqual([false])
  })
})

const zoneCode = async () => {
  const [row] = await sql<{ code: string }[]>`select code from zones where id = ${world.zoneId}`
  return row?.code ?? ''
}
