import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import type { Driver, NetworkSpec } from '~/lib/hypervisors/port/driver'
import { DriverError } from '~/lib/hypervisors/port/driver-error'
import { soon } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { addFirewallRule, removeFirewallRule } from '../testing/firewall-rules'
import { addInstance } from '../testing/resources'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { applyNetworks } from './apply-networks'
import { listNetworks } from './list-networks'

describe('applying the rules of a network', () => {
  const database = useTestDatabase()
  const startedAt = systemNow()
  let world: SagaWorld
  let zone: { id: Id<'zone'>; code: string; driver: 'simulator' }
  let networkId: Id<'network'>
  let minutes = 0
  let ports = 1_000

  beforeAll(async () => {
    world = await openSagaWorld(database.current)
    const { zoneId, hostIds } = world.estate.zone
    const [row] = await world.rows.query<{ code: string }>('select code from zones where id = $1', zoneId)
    zone = { id: zoneId, code: row?.code ?? '', driver: 'simulator' }
    networkId = newId('network')
    const { organisationId, projectId } = world.estate.own
    await world.rows.query(
      `insert into private_networks (id, organisation_id, project_id, zone_id, range, created_at)
       values ($1, $2, $3, $4, '10.128.0.0/22', now())`,
      networkId,
      organisationId,
      projectId,
      zoneId,
    )
    for (const [index, name] of ['web-1', 'web-2'].entries()) {
      const id = await addInstance(world.estate, { state: 'running', at: addSeconds(startedAt, -3_600) })
      await world.rows.query(
        'update instances set name = $2, host_id = $3 where id = $1',
        id,
        name,
        hostIds[index] ?? '',
      )
      await world.rows.query(
        `insert into private_addresses (network_id, address, organisation_id, instance_id, created_at)
         values ($1, $2, $3, $4, now())`,
        networkId,
        `10.128.0.1${index}`,
        organisationId,
        id,
      )
    }
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    await world.simulator.clearFaults()
    await world.rows.query('update private_networks set writing_by = null, writing_until = null')
    await apply()
    expect(await shown()).toMatchObject({ standing: 'in_force' })
  })

  const member = () => world.estate.own.as('technical')
  const shown = async () => (await listNetworks(member())).find(({ id }) => id === networkId)
  const hypervisor = (surveyor: Driver) => ({
    surveyor,
    driverOf: async () => surveyor,
    hostOf: (name: string) => name,
  })
  const apply = (surveyor: Driver = world.simulator) =>
    applyNetworks(systemTestContext(), { hypervisorOf: async () => hypervisor(surveyor) })
  const endPause = () => world.rows.query('update private_networks set writing_until = null')
  const hostName = async (index: number) => {
    const id = world.estate.zone.hostIds[index] ?? ''
    return (
      (await world.rows.query<{ name: string }>('select name from hosts where id = $1', id))[0]?.name ?? ''
    )
  }
  const open = async () => {
    ports += 1
    return addFirewallRule(member(), {
      networkId,
      protocol: 'tcp',
      ports: String(ports),
      source: '0.0.0.0/0',
      description: '',
    })
  }
  const inForce = async () =>
    (await world.simulator.surveyNetworks(zone.code, soon())).find((each) => each.networkId === networkId)
      ?.rules?.length
  const compare = () => {
    minutes += 1
    const ctx = systemTestContext(addSeconds(startedAt, minutes * 60))
    return compareZone(ctx, zone, hypervisor(world.simulator))
  }

  test('on a host that is down leaves them not in force, and they are written again once it is back', async () => {
    const before = await inForce()
    const { id: ruleId } = await open()
    await world.simulator.setFault({ name: 'host-down', zoneCode: zone.code, hostName: await hostName(1) })
    await apply()
    expect(await shown()).toMatchObject({ standing: 'not_in_force', notInForce: { servers: ['web-2'] } })
    expect(await inForce()).toBe(before)
    await endPause()
    await removeFirewallRule(member(), { ruleId })
    await apply()
    expect(await shown()).toMatchObject({ standing: 'not_in_force', rules: expect.any(Array) })
    await world.simulator.clearFaults()
    await endPause()
    await apply()
    expect(await shown()).toMatchObject({ standing: 'in_force', notInForce: null })
  })

  test("counts only the worker's own write: a state seen from another write is no success", async () => {
    await open()
    let end = () => {}
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const held = new Promise<void>((resolve) => {
      end = resolve
    })
    // Visible during the write, as in Incus, and reverted at its end.
    const withdrawn = async (code: string, network: NetworkSpec) => {
      await world.simulator.applyRules(code, network, soon())
      begin()
      await held
      await world.simulator.applyRules(code, { ...network, rules: network.rules.slice(1) }, soon())
      throw new DriverError('operation_failed', { rawText: 'peer node is down' })
    }
    const first = apply({ ...world.simulator, applyRules: withdrawn })
    await begun
    await apply()
    expect(await shown()).toMatchObject({ standing: 'pending' })
    end()
    await first
    expect(await shown()).toMatchObject({ standing: 'not_in_force' })
    await endPause()
    await apply()
    expect(await shown()).toMatchObject({ standing: 'in_force' })
    expect(await inForce()).toBe((await shown())?.rules.length)
  })

  test('without an answer names the hosts that are known to be down', async () => {
    await open()
    await world.rows.query('update hosts set unreachable_since = now() where name = $1', await hostName(1))
    const unanswered = () => Promise.reject(new DriverError('timeout'))
    await apply({ ...world.simulator, applyRules: unanswered })
    expect(await shown()).toMatchObject({ standing: 'not_in_force', notInForce: { servers: ['web-2'] } })
    await world.rows.query('update hosts set unreachable_since = null')
  })

  test('under an injected fault that names the network fails as often as the fault says', async () => {
    await open()
    await world.simulator.setFault({
      name: 'error-500',
      operation: 'applyRules',
      resource: networkId,
      remaining: 2,
    })
    for (const _ of [1, 2]) {
      await apply()
      expect(await shown()).toMatchObject({ standing: 'not_in_force' })
      await endPause()
    }
    await apply()
    expect(await shown()).toMatchObject({ standing: 'in_force' })
  })

  test('that fails in one zone delays no other, and is not repeated within a pass', async () => {
    await open()
    const { zoneId } = await makeZone({ count: 1, vcpu: 4 })
    const { organisationId, projectId } = world.estate.own
    const elsewhere = newId('network')
    await world.rows.query(
      `insert into private_networks (id, organisation_id, project_id, zone_id, range, created_at)
       values ($1, $2, $3, $4, '10.128.0.0/22', now())`,
      elsewhere,
      organisationId,
      projectId,
      zoneId,
    )
    let failures = 0
    let end = () => {}
    const held = new Promise<void>((resolve) => {
      end = resolve
    })
    const applyRules = async (code: string, network: NetworkSpec) => {
      if (network.networkId === elsewhere) {
        await world.simulator.applyRules(code, network, soon())
        return end()
      }
      failures += 1
      // Fails only after the other zone has been written.
      await held
      throw new DriverError('timeout')
    }
    await apply({ ...world.simulator, applyRules })
    expect(failures).toBe(1)
    expect(await shown()).toMatchObject({ standing: 'not_in_force' })
    await world.rows.query('delete from private_networks where id = $1', elsewhere)
  })

  test('after losing the lease marks nothing as applied', async () => {
    await open()
    const late = async (code: string, network: NetworkSpec) => {
      await world.simulator.applyRules(code, network, soon())
      await world.rows.query(`update private_networks set writing_by = 'another'`)
    }
    await apply({ ...world.simulator, applyRules: late })
    expect(await shown()).toMatchObject({ standing: 'pending' })
  })

  test('with twenty concurrent workers writes each revision once', async () => {
    await open()
    let writes = 0
    const counted = async (code: string, network: NetworkSpec) => {
      writes += 1
      await world.simulator.applyRules(code, network, soon())
    }
    const surveyor = { ...world.simulator, applyRules: counted }
    await Promise.all(Array.from({ length: 20 }, () => apply(surveyor)))
    expect(writes).toBe(1)
    expect(await shown()).toMatchObject({ standing: 'in_force' })
  })

  test('lost by a host are detected by the comparison, shown and written again', async () => {
    await world.simulator.setFault({ name: 'rules-lost', zoneCode: zone.code, hostName: await hostName(0) })
    await compare()
    expect(await shown()).toMatchObject({ standing: 'not_in_force', notInForce: { servers: ['web-1'] } })
    const drifts = await world.rows.query<{ kind: string; state: string }>(
      'select kind, state from drifts where subject = $1',
      networkId,
    )
    expect(drifts).toEqual([{ kind: 'rules_differ', state: 'healed' }])
    await world.simulator.clearFaults()
    await apply()
    expect(await shown()).toMatchObject({ standing: 'in_force' })
    await compare()
    expect(await shown()).toMatchObject({ standing: 'in_force' })
  })

  test('changed outside the product are written again', async () => {
    await open()
    await apply()
    const rules = await inForce()
    await world.rows.query(`update simulator.networks set rules = '[]'`)
    await compare()
    expect(await shown()).toMatchObject({ standing: 'not_in_force', notInForce: { servers: [] } })
    await apply()
    expect(await inForce()).toBe(rules)
    expect(await shown()).toMatchObject({ standing: 'in_force' })
  })

  test('after rows were lost, are in force only after a comparison found them or a person decided', async () => {
    const remember = (name: string, value: string) =>
      world.rows.query(
        'insert into installation_facts (name, value) values ($1, $2) on conflict (name) do update set value = $2',
        name,
        value,
      )
    await world.rows.query(
      `insert into zone_comparisons (zone_id, turn_at, objects, open, healed, withheld)
       values ($1, now(), 0, 0, 0, 0) on conflict do nothing`,
      zone.id,
    )
    await compare()
    expect(await shown()).toMatchObject({ standing: 'in_force' })
    await remember('database', '1/1/00000001')
    expect(await shown()).toMatchObject({ standing: 'unverified', notInForce: null })
    await world.rows.query(`delete from installation_facts where name = 'database'`)
    await remember('data_lost_at', addSeconds(startedAt, minutes * 60 + 30).toISOString())
    expect(await shown()).toMatchObject({ standing: 'unverified' })
    await compare()
    expect(await shown()).toMatchObject({ standing: 'in_force' })

    // The customer changed the rules after the backup.
    await remember('data_lost_at', addSeconds(startedAt, minutes * 60 + 30).toISOString())
    const [rules] = await world.rows.query<{ rules: string }>(
      'select rules::text as rules from simulator.networks where resource_id = $1',
      networkId,
    )
    await world.rows.query(`update simulator.networks set rules = '[]'`)
    for (const _turn of [1, 2]) {
      await compare()
      await apply()
      expect(await inForce()).toBe(0)
      expect(await shown()).toMatchObject({ standing: 'not_in_force', notInForce: { waitsForStaff: true } })
    }
    await world.rows.query(
      'update simulator.networks set rules = $2::text::jsonb where resource_id = $1',
      networkId,
      rules?.rules ?? '',
    )
    await compare()
    expect(await shown()).toMatchObject({ standing: 'in_force', notInForce: null })
    await world.rows.query(`delete from installation_facts where name = 'data_lost_at'`)
  })

  test('shows which servers can reach each other when the network ends at a host', async () => {
    const setTechnology = (technology: string) =>
      world.rows.query('update zones set network_technology = $2 where id = $1', zone.id, technology)
    expect(await shown()).toMatchObject({ meeting: 'all' })
    await setTechnology('bridges')
    expect(await shown()).toMatchObject({ meeting: 'apart' })
    const [first] = world.estate.zone.hostIds
    const [other] = await world.rows.query<{ host: string }>(
      `select host_id as host from instances where name = 'web-2'`,
    )
    await world.rows.query(`update instances set host_id = $1 where name = 'web-2'`, first ?? '')
    expect(await shown()).toMatchObject({ meeting: 'same_host' })
    await world.rows.query(`update instances set host_id = $1 where name = 'web-2'`, other?.host ?? '')
    await setTechnology('ovn')
  })
})
