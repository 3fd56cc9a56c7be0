import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { invariants } from '~/db/invariants/invariants'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { agreeToDatabase, readRecovery } from '~/lib/hypervisors'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import type { NetworkSpec } from '~/lib/hypervisors/port/driver'
import { closedFilter } from '~/lib/hypervisors/port/firewall'
import { instanceSpec, soon } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { makeStaff } from '~/testing/staff'
import { addInstance } from '../testing/resources'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { connectInstance } from './connect-instance'
import { connectOrdered } from './connect-ordered'
import { connectToNetwork } from './connect-to-network'
import { keepSpareNetworks } from './keep-spares'
import { claimAddresses } from './queries/networks'

describe('ranges on a hypervisor that no row explains', () => {
  const database = useTestDatabase()
  const startedAt = systemNow()
  let world: SagaWorld
  let zone: { id: Id<'zone'>; code: string; driver: 'incus' }
  let administrator: Id<'staff'>
  let minutes = 0
  let refused: string[] = []

  beforeAll(async () => {
    world = await openSagaWorld(database.current)
    const id = world.estate.zone.zoneId
    const [row] = await world.rows.query<{ code: string }>('select code from zones where id = $1', id)
    zone = { id, code: row?.code ?? '', driver: 'incus' }
    await world.rows.query(`update zones set driver = 'incus' where id = $1`, id)
    await world.rows.query('insert into zone_reach (zone_id, reached_at) values ($1, clock_timestamp())', id)
    await world.rows.query(
      `insert into zone_comparisons (zone_id, turn_at, objects, open, healed, withheld) values ($1, now(), 0, 0, 0, 0)`,
      id,
    )
    administrator = (await makeStaff(database.sql, ['administrator'])).staffId
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    refused = []
    await world.rows.query('update zone_reach set reached_at = clock_timestamp()')
    for (const table of ['private_addresses', 'private_networks', 'spare_networks', 'simulator.networks'])
      await world.rows.query(`delete from ${table}`)
    await world.rows.query(`delete from installation_facts where name = 'data_lost_at'`)
  })

  const later = () => {
    minutes += 1
    return addSeconds(startedAt, minutes * 60)
  }
  const make = (network: NetworkSpec) => world.simulator.applyRules(zone.code, network, soon())
  const keepSpares = () =>
    keepSpareNetworks(systemTestContext(later()), {
      ensureNetwork: async (_zoneId, network) => {
        await make(network).catch((error: unknown) => {
          refused.push(network.range)
          throw error
        })
        return true
      },
    })
  const compare = () =>
    compareZone(systemTestContext(later()), zone, {
      surveyor: world.simulator,
      driverOf: async () => world.simulator,
      hostOf: (name) => name,
    })
  /** The network of a project's first server, once the hypervisor has it. */
  const connect = async (of: 'own' | 'foreign') => {
    const id = await addInstance(world.estate, { of: world.estate[of], state: 'creating' })
    const connected = await withSystem(systemTestContext(), (tx) => connectInstance(tx, id, later()))
    if (!connected) throw new Error('the zone has no networks')
    await make(connected.network)
    return connected.network.range
  }
  const ready = async () =>
    (
      await world.rows.query<{ range: string }>(
        `select range from spare_networks where made_at is not null and withdrawn_at is null order by range::cidr`,
      )
    ).map(({ range }) => range)
  /** A network made after the backup, with lost rows. */
  const madeAfter = (range: string) =>
    make({
      networkId: newId('network'),
      organisationId: world.estate.foreign.organisationId,
      range,
      hasExit: true,
      ...closedFilter,
    })
  const lose = async () => {
    await world.rows.query(
      `insert into installation_facts (name, value) values ('database', '1/1/00000001')
       on conflict (name) do update set value = excluded.value`,
    )
    const administering = () => staffTestContext(administrator, ['administrator'], later())
    const recovery = await readRecovery(administering())
    await agreeToDatabase(administering(), {
      identity: recovery?.identity ?? '',
      dataLost: true,
      openPoints: 100,
    })
  }
  /** The other invariants concern orders, which these servers do not have. */
  const brokenRanges = () =>
    world.rows.query(invariants.find(({ name }) => name === 'network_ranges')?.statement ?? '')

  test('are not assigned after rows were lost, neither before nor after the zone is compared', async () => {
    await keepSpares()
    expect(await ready()).toEqual(['10.128.0.0/22', '10.128.4.0/22'])
    await madeAfter('10.128.8.0/22')
    await madeAfter('10.128.12.0/22')
    await lose()
    await keepSpares()
    expect(await ready()).toEqual([])
    await expect(connect('own')).rejects.toMatchObject({ code: 'hypervisor_unreachable' })
    await compare()
    await compare()
    expect(await connect('own')).toBe('10.128.16.0/22')
    await keepSpares()
    expect(await ready()).toEqual(['10.128.20.0/22', '10.128.24.0/22'])
    expect(await connect('foreign')).toBe('10.128.20.0/22')
    expect(refused).toEqual([])
    await compare()
    expect(await ready()).toEqual(['10.128.24.0/22'])
    expect(await brokenRanges()).toEqual([])
  })

  test('remain reserved when the hypervisor refuses them, and other spares are made', async () => {
    // Not ours: no comparison reports it.
    await madeAfter('10.128.0.0/22')
    await world.rows.query(`update simulator.networks set installation = 'another'`)
    await compare()
    await keepSpares()
    expect(refused).toEqual(['10.128.0.0/22'])
    await keepSpares()
    await keepSpares()
    expect(await ready()).toEqual(['10.128.4.0/22', '10.128.8.0/22'])
    expect(refused).toEqual(['10.128.0.0/22'])
    expect(await connect('own')).toBe('10.128.4.0/22')
  })

  test('nor does a known network give an address before it is compared, and never that of a server without rows', async () => {
    await keepSpares()
    await connect('own')
    const first = (
      await world.rows.query<{ id: Id<'network'>; range: string; address: string }>(
        'select network_id as id, range, address from private_addresses a join private_networks n on n.id = a.network_id',
      )
    )[0]
    if (!first) throw new Error('a server has an address')
    const { organisationId, projectId } = world.estate.own
    const row = { networkId: first.id, organisationId, range: first.range, hasExit: true, ...closedFilter }
    // Made after the backup, with lost rows: by its first card and by a further one.
    const lost = instanceSpec('debian-13', {
      zoneCode: zone.code,
      organisationId,
      network: row,
      address: '10.128.0.11',
    })
    await world.simulator.createInstance(lost, soon())
    const other = instanceSpec('debian-13', { zoneCode: zone.code, organisationId, address: null })
    await world.simulator.createInstance(other, soon())
    await world.simulator.connectNetwork(
      other.resourceId,
      { network: row, address: '10.128.0.12', position: 1 },
      soon(),
    )
    await lose()
    const claim = async (address: string | null = null) => {
      const id = await addInstance(world.estate, { state: 'creating' })
      return withSystem(systemTestContext(), (tx) =>
        claimAddresses(tx, first.id, [id], { address, now: later() }),
      )
    }
    const server = await addInstance(world.estate)
    const further = () =>
      connectToNetwork(world.estate.own.as('technical'), { instanceId: server, networkId: first.id })
    expect(await claim()).toBe('not_compared')
    await expect(connect('own')).rejects.toMatchObject({ code: 'hypervisor_unreachable' })
    await expect(further()).rejects.toMatchObject({ code: 'recovery_in_progress' })
    const placed = withSystem(systemTestContext(), (tx) =>
      connectOrdered(tx, systemTestContext(), { organisationId, projectId }, [server]),
    )
    await expect(placed).rejects.toMatchObject({ code: 'recovery_in_progress' })
    await compare()
    expect(await claim('10.128.0.11')).toBe('taken')
    expect(await claim('10.128.0.12')).toBe('taken')
    expect([await claim(), (await further()).address]).toEqual(['claimed', '10.128.0.14'])
    expect(
      await world.rows.query(
        'select address from private_addresses where network_id = $1 order by address::inet',
        first.id,
      ),
    ).toEqual([{ address: first.address }, { address: '10.128.0.13' }, { address: '10.128.0.14' }])
  })
})
