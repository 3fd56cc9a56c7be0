import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { agreeToDatabase, readRecovery } from '~/lib/hypervisors'
import type { NetworkSpec } from '~/lib/hypervisors/port/driver'
import { DriverError } from '~/lib/hypervisors/port/driver-error'
import type { Id } from '~/lib/kernel/ids'
import { type Estate, makeEstate } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { addInstance } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { connectInstance } from './connect-instance'
import { keepSpareNetworks } from './keep-spares'

type Spare = { id: string; range: string; made_at: Date | null }

describe('spare networks', () => {
  const database = useTestDatabase()
  const { sql } = database
  const { query } = rowProbe(database)
  const system = systemTestContext()
  let estate: Estate
  let made: NetworkSpec[]
  const hypervisor = {
    ensureNetwork: async (_zoneId: string, network: NetworkSpec) => {
      made.push(network)
      return true
    },
  }
  const away = {
    ensureNetwork: () => Promise.reject(new DriverError('hypervisor_unreachable', { rawText: 'away' })),
  }

  beforeAll(async () => {
    estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 128 } })
    await query(`update zones set driver = 'incus' where id = $1`, estate.zone.zoneId)
    await query(
      `insert into zone_reach (zone_id, reached_at) values ($1, clock_timestamp())`,
      estate.zone.zoneId,
    )
  })
  beforeEach(async () => {
    made = []
    for (const table of ['private_addresses', 'private_networks', 'spare_networks'])
      await query(`delete from ${table}`)
  })
  const spares = () => query<Spare>('select id, range, made_at from spare_networks order by range')
  const server = (of: 'own' | 'foreign') => addInstance(estate, { of: estate[of], state: 'creating' })
  const connectServer = (id: Id<'instance'>) => withSystem(system, (tx) => connectInstance(tx, id, testNow))
  const connect = async (of: 'own' | 'foreign') => connectServer(await server(of))

  test('are made once, belong to no project and block inbound traffic', async () => {
    await keepSpareNetworks(system, hypervisor)
    await keepSpareNetworks(system, hypervisor)
    expect(made.map(({ range, rules, organisationId }) => ({ range, rules, organisationId }))).toEqual([
      { range: '10.128.0.0/22', rules: [], organisationId: 'operator' },
      { range: '10.128.4.0/22', rules: [], organisationId: 'operator' },
    ])
    expect((await spares()).map(({ id }) => id)).toEqual(made.map(({ networkId }) => networkId))
  })

  test('are taken over by the first server of a project, with id and range, and replaced', async () => {
    await keepSpareNetworks(system, hypervisor)
    const [first, second] = await spares()
    const connected = await connect('own')
    expect(connected?.network).toMatchObject({
      networkId: first?.id,
      range: first?.range,
      organisationId: estate.own.organisationId,
    })
    expect((await connect('own'))?.network.networkId).toBe(first?.id)
    expect((await spares()).map(({ id }) => id)).toEqual([second?.id])
    await keepSpareNetworks(system, hypervisor)
    expect(made).toHaveLength(3)
    expect((await spares()).map(({ range }) => range)).toEqual(['10.128.4.0/22', '10.128.8.0/22'])
  })

  test('go to one project each under concurrent requests; a project without one gets a new network', async () => {
    await keepSpareNetworks(system, hypervisor)
    await query(`delete from spare_networks where range = '10.128.4.0/22'`)
    const [spare] = await spares()
    const servers: Id<'instance'>[] = []
    for (let i = 0; i < 10; i += 1) servers.push(await server('own'), await server('foreign'))
    const given = await Promise.all(servers.map(connectServer))
    const networks = new Map(given.map((each) => [each?.network.organisationId, each?.network]))
    expect(new Set(given.map((each) => each?.network.networkId)).size).toBe(2)
    expect([...networks.values()].map((network) => network?.range).sort()).toEqual([
      '10.128.0.0/22',
      '10.128.4.0/22',
    ])
    expect([...networks.values()].filter((network) => network?.networkId === spare?.id)).toHaveLength(1)
    expect(await spares()).toEqual([])
  })

  test('are not assigned before the hypervisor has them, and are made when it is back', async () => {
    await keepSpareNetworks(system, away)
    expect((await spares()).map(({ made_at }) => made_at)).toEqual([null, null])
    expect((await connect('own'))?.network.range).toBe('10.128.8.0/22')
    await keepSpareNetworks(system, hypervisor)
    expect(made.map(({ range }) => range)).toEqual(['10.128.0.0/22', '10.128.4.0/22'])
    expect((await connect('foreign'))?.network.range).toBe('10.128.0.0/22')
  })

  test('are made once by two concurrent workers', async () => {
    await Promise.all([keepSpareNetworks(system, hypervisor), keepSpareNetworks(system, hypervisor)])
    expect(await spares()).toHaveLength(2)
    expect(new Set(made.map(({ networkId }) => networkId)).size).toBe(2)
  })

  test('are not made in an unreachable zone', async () => {
    await query(`update zone_reach set reached_at = clock_timestamp() - interval '1 minute'`)
    await keepSpareNetworks(system, hypervisor)
    expect(await spares()).toEqual([])
    await query('update zone_reach set reached_at = clock_timestamp()')
  })

  test('are not assigned after rows were lost, and others are made from unused ranges', async () => {
    await keepSpareNetworks(system, hypervisor)
    const before = (await spares()).map(({ id }) => id)
    await query(
      `insert into installation_facts (name, value) values ('database', '1/1/00000001')
       on conflict (name) do update set value = excluded.value`,
    )
    const staff = (await makeStaff(database.sql, ['administrator'])).staffId
    const administering = staffTestContext(staff, ['administrator'], testNow)
    const recovery = await readRecovery(administering)
    await agreeToDatabase(administering, {
      identity: recovery?.identity ?? '',
      dataLost: true,
      openPoints: 100,
    })
    await expect(connect('own')).rejects.toMatchObject({ code: 'hypervisor_unreachable' })
    await keepSpareNetworks(system, hypervisor)
    expect(made).toHaveLength(2)
    await query(
      `insert into zone_comparisons (zone_id, turn_at, compared_at, objects, open, healed, withheld)
       values ($1, now(), 'infinity', 0, 0, 0, 0)`,
      estate.zone.zoneId,
    )
    expect(before).not.toContain((await connect('own'))?.network.networkId)
    await keepSpareNetworks(system, hypervisor)
    const connected = await connect('foreign')
    expect(before).not.toContain(connected?.network.networkId)
    expect(new Set(made.map(({ range }) => range)).size).toBe(4)
    expect(made.map(({ networkId }) => networkId)).toContain(connected?.network.networkId)
  })
})
