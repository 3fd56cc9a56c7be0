import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { invariants } from '~/db/invariants/invariants'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import { releasePrivateAddress } from '~/lib/hypervisors/drifts/queries/network-ranges'
import { soon } from '~/lib/hypervisors/testing/world'
import type { Id } from '~/lib/kernel/ids'
import { addInstance } from '../testing/resources'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { applyNetworks } from './apply-networks'
import { connectInstance } from './connect-instance'
import { listNetworks } from './list-networks'
import { createNetwork, deleteNetwork, renameNetwork } from './manage-networks'

describe('the networks of a project', () => {
  const database = useTestDatabase()
  let world: SagaWorld
  let zone: { id: Id<'zone'>; code: string; driver: 'simulator' }
  let servers = 0
  beforeAll(async () => {
    world = await openSagaWorld(database.current)
    const id = world.estate.zone.zoneId
    const [row] = await world.rows.query<{ code: string }>('select code from zones where id = $1', id)
    zone = { id, code: row?.code ?? '', driver: 'simulator' }
    await world.rows.query(
      `insert into zone_comparisons (zone_id, turn_at, objects, open, healed, withheld) values ($1, now(), 0, 0, 0, 0)`,
      id,
    )
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    for (const table of ['private_addresses', 'private_networks', 'simulator.networks', 'drifts'])
      await world.rows.query(`delete from ${table}`)
  })

  test('are not made while a host of the zone keeps them from being made, which is named', async () => {
    const [hostId = ''] = world.estate.zone.hostIds
    const setSilent = (since: string) =>
      world.rows.query('update hosts set unreachable_since = $2::timestamptz where id = $1', hostId, since)
    const [host] = await world.rows.query<{ name: string }>('select name from hosts where id = $1', hostId)
    const setDriver = (driver: string) => world.rows.query('update zones set driver = $1', driver)
    await setDriver('incus')
    await setSilent('2026-11-24T09:00:00Z')
    await expect(create('late')).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'networks_held', hosts: host?.name },
    })
    expect(await shown()).toEqual([])
    await world.rows.query('update hosts set unreachable_since = null where id = $1', hostId)
    await setDriver('simulator')
    await create('late')
  })

  const member = (of: 'own' | 'foreign' = 'own') => world.estate[of].as('technical')
  const create = (name: string, over: { range?: string; hasExit?: boolean; of?: 'own' | 'foreign' } = {}) => {
    const { of = 'own', hasExit = true, range } = over
    const { projectId } = world.estate[of]
    return createNetwork(member(of), {
      projectId,
      zoneId: zone.id,
      name,
      hasExit,
      ...(range ? { range } : {}),
    })
  }
  const shown = async () =>
    (await listNetworks(member())).map(({ name, range, isDefault, hasExit, isDeleting }) => ({
      name,
      range,
      isDefault,
      hasExit,
      isDeleting,
    }))
  const hypervisor = () => ({
    surveyor: world.simulator,
    driverOf: async () => world.simulator,
    hostOf: (name: string) => name,
  })
  const apply = (driver = hypervisor().surveyor) =>
    applyNetworks(systemTestContext(), { hypervisorOf: async () => ({ ...hypervisor(), surveyor: driver }) })
  const existing = async () =>
    (await world.simulator.surveyNetworks(zone.code, soon())).map(({ networkId }) => networkId).sort()
  const connect = async (of: 'own' | 'foreign' = 'own') => {
    const id = await addInstance(world.estate, {
      of: world.estate[of],
      state: 'creating',
      name: `web-${++servers}`,
    })
    return { id, ...(await withSystem(systemTestContext(), (tx) => connectInstance(tx, id, testNow))) }
  }
  const drifts = () =>
    world.rows.query(`select kind, state from drifts where kind in ('network_left', 'rules_differ')`)
  const broken = async () => {
    const names = ['network_ranges', 'networks_apart', 'addresses_in_range']
    const found = invariants.filter(({ name }) => names.includes(name))
    expect(found).toHaveLength(names.length)
    return (await Promise.all(found.map(({ statement }) => world.rows.query(statement)))).flat()
  }

  test('are made on the hypervisor with their ranges, next to the default one of the first server', async () => {
    const { network } = await connect()
    const data = await create('données', { range: '192.168.10.0/24', hasExit: false })
    const second = await create('recette')
    expect(await shown()).toEqual([
      { name: 'principal', range: '10.128.0.0/22', isDefault: true, hasExit: true, isDeleting: false },
      { name: 'données', range: '192.168.10.0/24', isDefault: false, hasExit: false, isDeleting: false },
      { name: 'recette', range: '10.128.4.0/22', isDefault: false, hasExit: true, isDeleting: false },
    ])
    await apply()
    expect(await existing()).toEqual([network.networkId, data.id, second.id].sort())
    const seen = await world.simulator.surveyNetworks(zone.code, soon())
    expect(seen.find(({ networkId }) => networkId === data.id)).toMatchObject({
      range: '192.168.10.0/24',
      rules: [],
      egress: 'listed',
    })
    await compareZone(systemTestContext(), zone, hypervisor())
    expect(await drifts()).toEqual([])
    expect(await broken()).toEqual([])
  })

  test('the first one that leads outside is the default one', async () => {
    await create('interne', { hasExit: false })
    await create('web')
    expect((await shown()).map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ['web', true],
      ['interne', false],
    ])
    expect((await connect()).network.range).toBe('10.128.4.0/22')
  })

  test('overlap those of other projects, never each other', async () => {
    await create('a', { range: '10.0.0.0/16' })
    await create('a', { range: '10.0.0.0/24', of: 'foreign' })
    for (const range of ['10.0.7.0/24', '10.0.0.0/16'])
      await expect(create('b', { range })).rejects.toMatchObject({
        code: 'already_exists',
        field: 'range',
        params: { reason: 'network_range_overlaps', name: 'a', range: '10.0.0.0/16' },
      })
    // A range that the installation allots avoids the customer's own.
    await create('c', { range: '10.128.0.0/16' })
    expect(await create('d')).toMatchObject({ range: '10.129.0.0/22' })
    expect(await broken()).toEqual([])
  })

  test('have a range of the customer only where the zone keeps networks apart', async () => {
    await world.rows.query(`update zones set network_technology = 'bridges' where id = $1`, zone.id)
    await expect(create('a', { range: '10.0.0.0/24' })).rejects.toMatchObject({
      code: 'invalid_input',
      params: { reason: 'network_range_allotted' },
    })
    expect(await create('a')).toMatchObject({ range: '10.128.0.0/22' })
    expect(await create('a', { of: 'foreign' })).toMatchObject({ range: '10.128.4.0/22' })
    await world.rows.query(`update zones set network_technology = 'ovn' where id = $1`, zone.id)
  })

  test('are refused with a range that is none, is the installation’s, a taken name, and over the maximum', async () => {
    await expect(create('a', { range: '192.168.10.7/24' })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'range',
      params: { reason: 'network_range_base', range: '192.168.10.0/24' },
    })
    await world.rows.query(
      `insert into hypervisors (id, zone_code, zone_name, city, zone_id, host, port, fingerprint, state, created_at, management_ranges)
       values ('hyp_1', $1, 'T', 'T', $2, 'h', 1, 'f', 'confirmed', now(), array['10.90.0.0/24', '2001:db8::/48'])`,
      zone.code,
      zone.id,
    )
    await expect(create('a', { range: '10.90.0.0/16' })).rejects.toMatchObject({
      params: { reason: 'network_range_reserved', range: '10.90.0.0/24' },
    })
    await world.rows.query('delete from hypervisors')
    await create('a')
    await expect(create('a')).rejects.toMatchObject({ code: 'name_taken', field: 'name' })
    for (let count = 1; count < 10; count += 1) await create(`n${count}`)
    await expect(create('one-more')).rejects.toMatchObject({
      code: 'quota_exceeded',
      params: { reason: 'networks_max', max: '10' },
    })
  })

  test('created at once have different ranges, and one default', async () => {
    const made = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => create(name)))
    expect(new Set(made.map(({ range }) => range)).size).toBe(5)
    expect((await shown()).filter(({ isDefault }) => isDefault)).toHaveLength(1)
  })

  test('are renamed, to a free name only', async () => {
    const { id } = await create('a')
    await create('b')
    await renameNetwork(member(), { networkId: id, name: 'c' })
    await renameNetwork(member(), { networkId: id, name: 'c' })
    await expect(renameNetwork(member(), { networkId: id, name: 'b' })).rejects.toMatchObject({
      code: 'name_taken',
    })
    expect((await shown()).map(({ name }) => name).sort()).toEqual(['b', 'c'])
  })

  test('keep their names when another network gets the name at the same time', async () => {
    const { id } = await create('a')
    const other = await create('b')
    const renamings: Promise<unknown>[] = []
    await database.sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtextextended(${`private_networks ${zone.id}`}, 0))`
      await tx`update private_networks set name = 'same' where id = ${other.id}`
      renamings.push(renameNetwork(member(), { networkId: id, name: 'same' }))
      renamings[0]?.catch(() => undefined)
      await expect.poll(() => countWaiting(tx)).toBe(1)
    })
    await expect(renamings[0]).rejects.toMatchObject({ code: 'name_taken', field: 'name' })
  })

  test('are deleted once no server is on them, and their range is free once the hypervisor has removed them', async () => {
    const { id, network } = await connect()
    const networkId = network.networkId as Id<'network'>
    await apply()
    await expect(deleteNetwork(member(), { networkId })).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'network_in_use', servers: `web-${servers}` },
    })
    await withSystem(systemTestContext(), (tx) => releasePrivateAddress(tx, id))
    await deleteNetwork(member(), { networkId })
    await expect(deleteNetwork(member(), { networkId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await shown()).toMatchObject([{ name: 'principal', isDeleting: true }])
    // A server that is ordered meanwhile gets a new default network, of another range.
    expect((await connect()).network).toMatchObject({ range: '10.128.4.0/22' })
    await apply()
    expect(await existing()).not.toContain(networkId)
    expect(await shown()).toMatchObject([{ name: 'principal', range: '10.128.4.0/22', isDeleting: false }])
    expect(await create('again')).toMatchObject({ range: '10.128.0.0/22' })
    expect(await broken()).toEqual([])
  })

  test('that a worker was removing when it was killed are removed by the next one', async () => {
    const { id } = await create('a')
    await apply()
    await deleteNetwork(member(), { networkId: id })
    const killed = apply({
      ...world.simulator,
      removeNetwork: async (...input) => {
        await world.simulator.removeNetwork(...input)
        throw new Error('killed')
      },
    })
    await expect(killed).rejects.toThrow('killed')
    expect(await existing()).toEqual([])
    expect(await shown()).toMatchObject([{ isDeleting: true }])
    await world.rows.query('update private_networks set writing_until = now()')
    await apply()
    expect(await shown()).toEqual([])
  })

  test('that come back on the hypervisor after their removal are found and removed again', async () => {
    const { id } = await create('a')
    await apply()
    await deleteNetwork(member(), { networkId: id })
    await apply()
    const { organisationId } = world.estate.own
    const spec = { networkId: id, organisationId, range: '10.128.0.0/22', hasExit: true }
    // A call of an earlier worker arrives late.
    await world.simulator.applyRules(
      zone.code,
      { ...spec, rules: [], egress: 'open', filtersInside: false },
      soon(),
    )
    await compareZone(systemTestContext(), zone, hypervisor())
    expect(await drifts()).toEqual([{ kind: 'network_left', state: 'healed' }])
    await apply()
    expect(await existing()).toEqual([])
  })

  test('do not exist for another organisation, and are not changed by a reader', async () => {
    const { id } = await create('a')
    await expect(deleteNetwork(member('foreign'), { networkId: id })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(renameNetwork(member('foreign'), { networkId: id, name: 'b' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const foreignProject = { projectId: world.estate.foreign.projectId, zoneId: zone.id, hasExit: true }
    await expect(createNetwork(member(), { ...foreignProject, name: 'b' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const reader = world.estate.own.as('reader')
    await expect(deleteNetwork(reader, { networkId: id })).rejects.toMatchObject({ code: 'forbidden' })
  })
})
