import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { invariants } from '~/db/invariants/invariants'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { readFilters } from '~/lib/hypervisors'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import { releasePrivateAddress } from '~/lib/hypervisors/drifts/queries/network-ranges'
import { readFirewalls, readMoreCards } from '~/lib/hypervisors/rows'
import { soon } from '~/lib/hypervisors/testing/world'
import { type Id, newId, toId } from '~/lib/kernel/ids'
import { addAddressPool, listAddressPools, removeAddressPool } from '../addresses/pools'
import { inspectInstance } from '../common/inspect-resource'
import { listInstances } from '../servers/list-instances'
import { listInstancesInput } from '../servers/schema'
import { addInstance } from '../testing/resources'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { applyNetworks } from './apply-networks'
import { connectInstance } from './connect-instance'
import { connectToNetwork } from './connect-to-network'
import { isSshAdmitted } from './is-ssh-admitted'
import { listNetworks } from './list-networks'
import { createNetwork, deleteNetwork } from './manage-networks'
import { peerNetworks } from './peer-networks'
import { releaseCard } from './queries/cards'

describe('public IPv6 of networks', () => {
  const database = useTestDatabase()
  let world: SagaWorld
  let zone: { id: Id<'zone'>; code: string; driver: 'simulator' }
  let servers = 0
  const query = <T extends object>(text: string, ...values: string[]) => world.rows.query<T>(text, ...values)
  beforeAll(async () => {
    world = await openSagaWorld(database.current)
    const id = world.estate.zone.zoneId
    const [row] = await query<{ code: string }>('select code from zones where id = $1', id)
    zone = { id, code: row?.code ?? '', driver: 'simulator' }
    await query(
      `insert into zone_comparisons (zone_id, turn_at, objects, open, healed, withheld) values ($1, now(), 0, 0, 0, 0)`,
      id,
    )
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    for (const table of [
      'network_peerings',
      'private_addresses',
      'private_networks',
      'spare_networks',
      'simulator.networks',
      'drifts',
    ])
      await query(`delete from ${table}`)
    await query('delete from address_pools where family(range) = 6')
    await query(`update zones set network_technology = 'ovn'`)
  })

  const capacity = staffTestContext(newId('staff'), ['capacity'])
  const give = (range: string, zoneId = zone.id) => addAddressPool(capacity, { zoneId, range })
  const member = (of: 'own' | 'foreign' = 'own') => world.estate[of].as('technical')
  const create = (name: string, over: { hasExit?: boolean; of?: 'own' | 'foreign' } = {}) => {
    const { of = 'own', hasExit = true } = over
    const { projectId } = world.estate[of]
    return createNetwork(member(of), { projectId, zoneId: zone.id, name, hasExit })
  }
  const range6Of = async ({ id }: { id: string }) =>
    (await query<{ range6: string | null }>('select range6 from private_networks where id = $1', id))[0]
      ?.range6
  const connect = async (of: 'own' | 'foreign' = 'own') => {
    servers += 1
    const id = await addInstance(world.estate, {
      of: world.estate[of],
      state: 'creating',
      name: `web-${servers}`,
    })
    return { id, ...(await withSystem(systemTestContext(), (tx) => connectInstance(tx, id, testNow))) }
  }
  const hypervisor = () => ({
    surveyor: world.simulator,
    driverOf: async () => world.simulator,
    hostOf: (name: string) => name,
  })
  const apply = () => applyNetworks(systemTestContext(), { hypervisorOf: async () => hypervisor() })
  const existing = async () =>
    (await world.simulator.surveyNetworks(zone.code, soon())).map(({ networkId, range6 }) => [
      networkId,
      range6,
    ])
  const broken = async () => {
    const names = ['ranges6_apart', 'addresses6_in_range', 'network_ranges', 'addresses_in_range']
    const found = invariants.filter(({ name }) => names.includes(name))
    expect(found).toHaveLength(names.length)
    return (await Promise.all(found.map(({ statement }) => query(statement)))).flat()
  }

  test('is given to each network with a way out, and to its servers with their private addresses', async () => {
    await give('2001:db8:100::/48')
    const [a, b, stranger] = [await connect(), await connect(), await connect('foreign')]
    expect(a).toMatchObject({ address: '10.128.0.10', address6: '2001:db8:100::a' })
    expect(b).toMatchObject({ address: '10.128.0.11', address6: '2001:db8:100::b' })
    expect(stranger).toMatchObject({
      address6: '2001:db8:100:1::a',
      network: { range6: '2001:db8:100:1::/64' },
    })
    const sealed = await create('sealed', { hasExit: false })
    expect(await range6Of(sealed)).toBeNull()
    expect(await range6Of(await create('second'))).toBe('2001:db8:100:2::/64')
    await apply()
    expect(new Map((await existing()) as [string, string | null][]).get(a.network.networkId)).toBe(
      '2001:db8:100::/64',
    )
    const views = await listNetworks(member())
    expect(views.map(({ name, range6 }) => [name, range6])).toEqual([
      ['principal', '2001:db8:100::/64'],
      ['sealed', null],
      ['second', '2001:db8:100:2::/64'],
    ])
    const listed = await listInstances(member(), listInstancesInput.parse({ q: '2001:db8:100::b' }))
    expect(listed.rows.map(({ id }) => id)).toEqual([b.id])
    expect(views[0]?.servers.map(({ address6 }) => address6)).toEqual(['2001:db8:100::a', '2001:db8:100::b'])
    expect(await broken()).toEqual([])
  })

  test('is not given without a range in the zone, nor where bridges join several hosts', async () => {
    expect(await connect()).toMatchObject({ address6: null, network: { range6: null } })
    await give('2001:db8:100::/48')
    // The network keeps what it was made with.
    expect(await connect()).toMatchObject({ address6: null, network: { range6: null } })
    expect(await range6Of(await create('new'))).toBe('2001:db8:100::/64')
    await query(`update zones set network_technology = 'bridges'`)
    expect(await range6Of(await create('newer'))).toBeNull()
    await expect(give('2001:db8:200::/48')).rejects.toMatchObject({
      code: 'invalid_input',
      params: { reason: 'address_range6_bridges' },
    })
    // Hosts that are gone for good have no bridges.
    await query(
      `update hosts set state = 'retired' where zone_id = $1 and id <> (select min(id) from hosts where zone_id = $1)`,
      zone.id,
    )
    expect(await range6Of(await create('newest'))).toBe('2001:db8:100:1::/64')
    await query(`update hosts set state = 'in_service' where zone_id = $1`, zone.id)
  })

  test('is returned when the hypervisor has removed the network, and goes to another one last', async () => {
    await give('2001:db8:100::/63')
    const first = await create('first')
    await apply()
    await deleteNetwork(member(), { networkId: first.id })
    // Removed by the customer, and still on the hypervisor.
    expect(await range6Of(await create('second'))).toBe('2001:db8:100:1::/64')
    expect(await range6Of(await create('third'))).toBeNull()
    await apply()
    expect(await range6Of(await create('fourth'))).toBe('2001:db8:100::/64')
    expect(await range6Of(await create('fifth'))).toBeNull()
    expect(await broken()).toEqual([])
  })

  test('is not given again while a name may lead to one of its addresses', async () => {
    await give('2001:db8:100::/64')
    const first = await create('first', { of: 'foreign' })
    await apply()
    await deleteNetwork(member('foreign'), { networkId: first.id })
    await apply()
    const { organisationId, projectId } = world.estate.foreign
    const id = newId('nameRecord')
    await query(
      `insert into name_records (id, organisation_id, project_id, zone, name, type, contents, held_addresses, revision)
       values ($1, $2, $3, 'x.example', 'web.x.example', 'AAAA', '{}', '{2001:db8:100::a}', 1)`,
      ...[id, organisationId, projectId],
    )
    expect(await range6Of(await create('second'))).toBeNull()
    await query('delete from name_records where id = $1', id)
    expect(await range6Of(await create('third'))).toBe('2001:db8:100::/64')
  })

  test('an address returns with its server, and no other server has it meanwhile', async () => {
    await give('2001:db8:100::/48')
    const [a, b] = [await connect(), await connect()]
    await withSystem(systemTestContext(), (tx) => releasePrivateAddress(tx, a.id))
    const next = await connect()
    expect([next.address6, b.address6]).toEqual(['2001:db8:100::a', '2001:db8:100::b'])
    await expect(
      query(`update private_addresses set address6 = '2001:db8:100::b' where instance_id = $1`, next.id),
    ).rejects.toMatchObject({ constraint_name: 'private_addresses_address6' })
  })

  test('ranges of zones do not overlap, are no management ranges, and count the networks that have part of them', async () => {
    const { id: poolId } = await give('2001:0db8:0100::/48')
    await create('first')
    const pools = await listAddressPools(capacity, { zoneId: zone.id })
    expect(pools.filter(({ family }) => family === 6)).toMatchObject([
      { range: '2001:db8:100::/48', total: 65_536, reserved: 1 },
    ])
    const other = await query<{ id: Id<'zone'> }>('select id from zones where id <> $1', zone.id)
    for (const zoneId of [zone.id, ...other.map(({ id }) => id)])
      await expect(give('2001:db8:100:8000::/56', zoneId)).rejects.toMatchObject({
        code: 'already_exists',
        params: { reason: 'address_range_taken', range: '2001:db8:100::/48' },
      })
    await removeAddressPool(capacity, { poolId })
    expect(await range6Of(await create('late'))).toBeNull()
    expect(await broken()).toEqual([])
  })

  test('rules name servers, tags and networks by both families, and nothing else comes in', async () => {
    await give('2001:db8:100::/48')
    const [a, b] = [await connect(), await connect()]
    const second = await create('second')
    // Otherwise no IPv4 of the one is seen on the other.
    await peerNetworks(member(), { networkId: second.id, peerId: toId('network', a.network.networkId) })
    const filterOf = (id: string) =>
      withSystem(systemTestContext(), async (tx) =>
        (await readFilters(tx, [world.estate.own.projectId])).get(id),
      )
    const outside = { v4: '198.51.100.7', v6: '2001:db8:ffff::7' }
    const admits = async (address: string, source: string) => {
      const filter = await filterOf(a.network.networkId)
      return filter !== undefined && isSshAdmitted({ ...a.network, ...filter }, address, source)
    }
    const both = async () => [
      await admits(a.address, outside.v4),
      await admits(a.address6 ?? '', outside.v6),
      await admits(b.address, outside.v4),
      await admits(b.address6 ?? '', outside.v6),
    ]
    expect(await both()).toEqual([false, false, false, false])
    const add = (networkId: string, peer: string, value: string) =>
      query(
        `insert into firewall_rules (id, organisation_id, set_id, direction, protocol, ports, ${peer}, description, created_at)
         values ($1, $2, 'rls_' || substr($3, 5), 'in', 'tcp', '22', $4, '', now())`,
        ...[newId('firewallRule'), world.estate.own.organisationId, networkId, value],
      )
    await add(second.id, 'peer_instance_id', a.id)
    await add(second.id, 'peer_network_id', a.network.networkId)
    expect((await filterOf(second.id))?.rules.flatMap(({ source }) => source)).toEqual([
      '10.128.0.0/22',
      '2001:db8:100::/64',
    ])
    await query('delete from firewall_rules')
    await add(second.id, 'peer_instance_id', a.id)
    expect((await filterOf(second.id))?.rules.flatMap(({ source }) => source)).toEqual([
      '10.128.0.10/32',
      '2001:db8:100::a/128',
    ])
    await query('delete from firewall_rules')
    await add(a.network.networkId, 'peer_cidr', '198.51.100.0/24')
    expect(await both()).toEqual([true, false, true, false])
    await query('delete from firewall_rules')
    const [firewall] = await withSystem(systemTestContext(), (tx) =>
      readFirewalls(tx, [world.estate.own.projectId]),
    )
    expect(firewall?.servers.find(({ id }) => id === a.id)?.addresses.map(({ address }) => address)).toEqual([
      a.address,
      a.address6,
    ])
  })

  test('a further card has the address with the number of its private one, which is free again with it', async () => {
    await give('2001:db8:100::/48')
    const a = await connect()
    const second = await create('second')
    const range6 = await range6Of(second)
    await query(`update instances set state = 'running' where id = $1`, a.id)
    const { address } = await connectToNetwork(member(), { instanceId: a.id, networkId: second.id })
    const card = () => withSystem(systemTestContext(), (tx) => readMoreCards(tx, a.id))
    const address6 = `${range6?.replace('/64', '')}a`
    expect(await card()).toMatchObject([{ address, address6, position: 1, network: { range6 } }])
    const [firewall] = await withSystem(systemTestContext(), (tx) =>
      readFirewalls(tx, [world.estate.own.projectId]),
    )
    expect(firewall?.servers.find(({ id }) => id === a.id)?.addresses.map((each) => each.address)).toEqual(
      expect.arrayContaining([a.address6, address6]),
    )
    // The page of the server, names and tests of reach keep to its first card.
    const { instance } = await inspectInstance(member(), { instanceId: a.id })
    expect(instance.address6).toBe(a.address6)
    await withSystem(systemTestContext(), (tx) => releaseCard(tx, { instanceId: a.id, networkId: second.id }))
    expect(await card()).toEqual([])
    expect(await broken()).toEqual([])
  })

  test('a /64 that was changed on the hypervisor is found and written again; that of a lost row stays taken', async () => {
    await give('2001:db8:100::/63')
    const first = await create('first')
    await apply()
    const compare = () => compareZone(systemTestContext(), zone, hypervisor())
    const drifts = () => query(`select kind, state from drifts where kind = 'rules_differ'`)
    await compare()
    expect(await drifts()).toEqual([])
    await query(`update simulator.networks set range6 = null`)
    await compare()
    await apply()
    await compare()
    expect(await drifts()).toEqual([{ kind: 'rules_differ', state: 'healed' }])
    expect(await existing()).toEqual([[first.id, '2001:db8:100::/64']])
    await query('delete from rule_sets')
    await query('delete from private_networks')
    await compare()
    expect(await query('select range6 from spare_networks')).toEqual([{ range6: '2001:db8:100::/64' }])
    expect(await range6Of(await create('second'))).toBe('2001:db8:100:1::/64')
    expect(await broken()).toEqual([])
  })

  test('a /64 of a lost row stays taken also where another network has the same private range', async () => {
    await give('2001:db8:100::/63')
    const of = (customer: 'own' | 'foreign') =>
      createNetwork(member(customer), {
        projectId: world.estate[customer].projectId,
        zoneId: zone.id,
        name: 'same',
        range: '10.0.0.0/24',
        hasExit: true,
      })
    const [kept, lost] = [await of('own'), await of('foreign')]
    await apply()
    await query('delete from rule_sets where network_id = $1', lost.id)
    await query('delete from private_networks where id = $1', lost.id)
    for (const _ of ['once', 'twice']) await compareZone(systemTestContext(), zone, hypervisor())
    expect(await query('select id, range6 from spare_networks')).toEqual([
      { id: lost.id, range6: '2001:db8:100:1::/64' },
    ])
    expect([await range6Of(kept), await range6Of(await create('third'))]).toEqual(['2001:db8:100::/64', null])
    expect(await broken()).toEqual([])
  })

  test('a range that the zone’s OVN does not route, or that is a management range, is refused', async () => {
    const id = newId('hypervisor')
    await query(
      `insert into hypervisors (id, zone_code, zone_name, city, zone_id, host, port, fingerprint, state, created_at, management_ranges)
       values ($1, 'PAR1', 'Paris', 'Paris', $2, 'incus.example', 8443, $3, 'confirmed', now(), '{2001:db8:90::/64}')`,
      ...[id, zone.id, 'f'.repeat(64)],
    )
    const setRoutes = (routes: string) =>
      query(`update hypervisors set facts = jsonb_build_object('routes6', $1::text::jsonb)`, routes)
    const reasonOf = (range: string) =>
      give(range).then(
        () => null,
        (error: { params: { reason: string } }) => error.params.reason,
      )
    await setRoutes('[]')
    expect(await reasonOf('2001:db8:100::/48')).toBe('address_range6_no_uplink')
    await setRoutes('["2001:db8:100::/48", "2001:db8:90::/48"]')
    expect(await reasonOf('2001:db8:200::/48')).toBe('address_range6_uplink')
    expect(await reasonOf('2001:db8:90::/56')).toBe('network_range_reserved')
    expect(await reasonOf('2001:db8:100:8000::/52')).toBeNull()
    await query('delete from hypervisors where id = $1', id)
    expect(await reasonOf('2001:db8:200::/48')).toBeNull()
  })
})
