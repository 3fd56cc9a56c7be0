import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { getHost } from '~/lib/datacentre'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { claimCapacity, countStockIn } from '~/lib/placement'
import { getInstance, getOverview, listInstances } from '~/lib/resources'
import { addInstance } from '~/lib/resources/testing/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import type { Driver, SilentHosts } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { checkHosts, type HostCheck } from './check-hosts'

const shape = { vcpu: 1, memoryMib: 1024, diskGib: 10, poolGib: 0, volumeClass: null }

describe('hosts that stop answering', () => {
  const database = useTestDatabase()
  const startedAt = systemNow()
  let world: SagaWorld
  let zoneId: Id<'zone'>
  let code: string
  let hosts: { id: Id<'host'>; name: string }[]

  beforeAll(async () => {
    world = await openSagaWorld(database.current)
    zoneId = world.estate.zone.zoneId
    const [row] = await world.rows.query<{ code: string }>('select code from zones where id = $1', zoneId)
    code = row?.code ?? ''
    hosts = await world.rows.query('select id, name from hosts where zone_id = $1 order by id', zoneId)
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    await world.simulator.clearFaults()
    await world.rows.query('update zone_reach set hosts_looked_until = null')
    await look()
    expect(await silent()).toEqual([])
  })

  const one: HostCheck = { workerId: 'one', suspects: new Map() }
  const look = (at = startedAt, of = one, surveyor: Driver = world.simulator) =>
    checkHosts(
      systemTestContext(at),
      {
        hypervisorOf: async (_tx, zone) =>
          zone.id === zoneId ? { surveyor, driverOf: async () => surveyor, hostOf: (name) => name } : null,
      },
      of,
    )
  const silent = async () =>
    (
      await world.rows.query<{ name: string }>(
        'select name from hosts where unreachable_since is not null order by name',
      )
    ).map(({ name }) => name)
  const kill = (hostName: string) => world.simulator.setFault({ name: 'host-down', zoneCode: code, hostName })
  const member = () => world.estate.own.as()
  const claim = () =>
    withOrganisation(member(), (tx) =>
      claimCapacity(tx, member(), {
        ...world.estate.own,
        zoneId,
        resources: [{ ...shape, resourceId: newId('instance'), resourceKind: 'instance' }],
      }),
    )
  const nameOf = (index: number) => hosts[index]?.name ?? ''

  test('sell nothing from the check that finds them silent until the check that finds them back', async () => {
    const before = await withOrganisation(member(), (tx) => countStockIn(tx, zoneId, shape))
    for (const { name } of hosts.slice(1)) await kill(name)
    await look(addSeconds(startedAt, 3))
    expect(await silent()).toEqual(hosts.slice(1).map(({ name }) => name))
    for (let order = 0; order < 20; order += 1) {
      const outcome = await claim()
      expect(outcome).toMatchObject({ outcome: 'claimed', places: [{ hostId: hosts[0]?.id }] })
    }
    await kill(nameOf(0))
    await look(addSeconds(startedAt, 6))
    expect(await claim()).toMatchObject({ outcome: 'insufficient_capacity' })
    expect(await withOrganisation(member(), (tx) => countStockIn(tx, zoneId, shape))).toBe(0)
    await world.simulator.clearFaults()
    await look(addSeconds(startedAt, 9))
    expect(await claim()).toMatchObject({ outcome: 'claimed' })
    expect(await withOrganisation(member(), (tx) => countStockIn(tx, zoneId, shape))).toBeGreaterThan(
      before - 30,
    )
  })

  test('are refused by the database for a placement planned before', async () => {
    const outcome = await withOrganisation(member(), (tx) =>
      claimCapacity(
        tx,
        member(),
        {
          ...world.estate.own,
          zoneId,
          resources: [{ ...shape, resourceId: newId('instance'), resourceKind: 'instance' }],
        },
        {
          afterPlan: async (places, attempt) => {
            if (attempt > 1) return
            const hostId = places[0]?.hostId ?? ''
            await world.rows.query('update hosts set unreachable_since = now() where id = $1', hostId)
          },
        },
      ),
    )
    const [name] = await silent()
    const lost = hosts.find((host) => host.name === name)?.id
    expect(outcome).toMatchObject({ outcome: 'claimed', attempts: 2 })
    if (outcome.outcome === 'claimed') expect(outcome.places[0]?.hostId).not.toBe(lost)
  })

  test('are shown to staff with the time, in the audit trail once, and to the owners of their servers', async () => {
    const id = await addInstance(world.estate, { state: 'running', at: addSeconds(startedAt, -3_600) })
    const stopped = await addInstance(world.estate, { state: 'stopped', at: addSeconds(startedAt, -3_600) })
    const host = hosts[0]
    await world.rows.query('update instances set host_id = $2 where id = $1', id, host?.id ?? '')
    await world.rows.query('update instances set host_id = $2 where id = $1', stopped, host?.id ?? '')
    const { running } = (await getOverview(member())).counts
    await kill(nameOf(0))
    const at = addSeconds(startedAt, 20)
    for (const seconds of [0, 3, 6]) await look(addSeconds(at, seconds))
    const since = at.toISOString()
    const staff = staffTestContext(newId('staff'), ['auditor'])
    expect((await getHost(staff, host?.id ?? '')).host).toMatchObject({ unreachableSince: since })
    expect((await getInstance(member(), { instanceId: id })).instance.health).toEqual({
      is: 'not_answering',
      since,
      by: 'host',
    })
    const { rows } = await listInstances(member(), {
      page: 1,
      sort: 'name',
      direction: 'asc',
      q: undefined,
    } as never)
    expect(rows.find((row) => row.id === id)?.health).toEqual({ is: 'not_answering', since, by: 'host' })
    expect(rows.find((row) => row.id === stopped)?.health).toBeUndefined()
    expect((await getOverview(member())).counts.running).toBe(running - 1)
    await world.simulator.clearFaults()
    await look(addSeconds(at, 9))
    expect((await getOverview(member())).counts.running).toBe(running)
    expect((await getInstance(member(), { instanceId: id })).instance.health).toBeNull()
    const events = await world.rows.query<{ event: string }>(
      `select event from audit_events where subject_id = $1 and occurred_at >= $2 order by occurred_at, id`,
      host?.id ?? '',
      at.toISOString(),
    )
    expect(events.map(({ event }) => event)).toEqual(['host.stopped_answering', 'host.answers_again'])
  })

  test('are marked at the second check when only our own check reports them, and never in a zone that another worker reaches', async () => {
    const reporting = (found: SilentHosts): Driver => ({
      ...world.simulator,
      listSilentHosts: async () => found,
    })
    const suspected = reporting({ all: false, hosts: [{ name: nameOf(1), isCertain: false }] })
    await look(addSeconds(startedAt, 40), one, suspected)
    expect(await silent()).toEqual([])
    await look(addSeconds(startedAt, 43), one, suspected)
    expect(await silent()).toEqual([nameOf(1)])
    await look(addSeconds(startedAt, 46))
    const allSilent = reporting({ all: true, hosts: [] })
    await world.rows.query(`update zones set driver = 'incus' where id = $1`, zoneId)
    await world.rows.query('update zone_reach set reached_at = clock_timestamp() where zone_id = $1', zoneId)
    for (const seconds of [50, 53]) await look(addSeconds(startedAt, seconds), one, allSilent)
    expect(await silent()).toEqual([])
    await world.rows.query('update zone_reach set reached_at = null where zone_id = $1', zoneId)
    for (const seconds of [56, 59]) await look(addSeconds(startedAt, seconds), one, allSilent)
    expect(await silent()).toEqual(hosts.map(({ name }) => name))
    await world.rows.query(`update zones set driver = 'simulator' where id = $1`, zoneId)
  })

  test('stay silent when removed from the cluster, and while no member is known by its name', async () => {
    const reporting = (found: SilentHosts): Driver => ({
      ...world.simulator,
      listSilentHosts: async () => found,
    })
    const all = hosts.map(({ name }) => name)
    const rest = all.filter((name) => name !== nameOf(1))
    const members = { names: all, isWhole: true }
    const dead = reporting({ all: false, hosts: [{ name: nameOf(1), isCertain: true }], members })
    await look(addSeconds(startedAt, 60), one, dead)
    expect(await silent()).toEqual([nameOf(1)])
    await look(
      addSeconds(startedAt, 61),
      one,
      reporting({ all: false, hosts: [], members: { names: rest, isWhole: true } }),
    )
    expect(await silent()).toEqual([nameOf(1)])
    await look(addSeconds(startedAt, 62), one, reporting({ all: false, hosts: [], members }))
    expect(await silent()).toEqual([])
    const unnamed = {
      hypervisorOf: async () => ({ surveyor: dead, driverOf: async () => dead, hostOf: () => null }),
    }
    await checkHosts(systemTestContext(addSeconds(startedAt, 63)), unnamed, one)
    expect(await silent()).toEqual([])
  })

  test('are checked by one worker per zone, and stay as they are while their state is unknown', async () => {
    await kill(nameOf(2))
    await look(addSeconds(startedAt, 70), { workerId: 'two', suspects: new Map() })
    expect(await silent()).toEqual([])
    await look(addSeconds(startedAt, 73))
    expect(await silent()).toEqual([nameOf(2)])
    await world.simulator.clearFaults()
    const away = { ...world.simulator, listSilentHosts: () => Promise.reject(new DriverError('timeout')) }
    await look(addSeconds(startedAt, 76), one, away)
    expect(await silent()).toEqual([nameOf(2)])
  })
})
