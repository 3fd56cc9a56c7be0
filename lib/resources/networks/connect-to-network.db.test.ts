import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { invariants } from '~/db/invariants/invariants'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import { closedFilter } from '~/lib/hypervisors/port/firewall'
import { soon } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import { addMember } from '~/testing/member'
import { inspectInstance } from '../common/inspect-resource'
import { changeFirewall } from '../firewall/change-firewall'
import { ownRuleSetId } from '../firewall/own-rule-set'
import { stopInstance } from '../servers/stop-instance'
import { tagInstance } from '../servers/tag-instance'
import { driveToRest } from '../testing/drive'
import { addInstance } from '../testing/resources'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { runningServer } from '../testing/scenario-parts'
import { applyNetworks } from './apply-networks'
import { connectToNetwork, disconnectFromNetwork } from './connect-to-network'
import { listNetworks } from './list-networks'
import { createNetwork, deleteNetwork } from './manage-networks'
import { claimAddresses } from './queries/networks'

describe('a server on several networks', () => {
  const database = useTestDatabase()
  let world: SagaWorld
  let instanceId: Id<'instance'>
  let named = 0
  const member = (of: 'own' | 'foreign' = 'own') => world.estate[of].as('technical')
  beforeAll(async () => {
    world = await openSagaWorld(database.current)
    await world.rows.query(`update zones set network_technology = 'ovn'`)
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    const q = world.rows.query
    await q(
      `update sagas set state = 'undone', lease_owner = null, lease_expires_at = null, finished_at = now() where state = 'running'`,
    )
    await q('delete from private_addresses a where position > 0')
    await q('delete from simulator.cards')
    await q(`update private_networks set deleted_at = now(), removed_at = now() where name like 'n-%'
      and not exists (select from private_addresses a where a.network_id = id)`)
    instanceId = (await runningServer(world)).instance
  })

  const network = async (over: { range?: string; of?: 'own' | 'foreign'; zoneId?: Id<'zone'> } = {}) => {
    const { of = 'own', zoneId = world.estate.zone.zoneId, range } = over
    const { projectId } = world.estate[of]
    const name = `n-${++named}`
    const input = { projectId, zoneId, name, hasExit: true, ...(range ? { range } : {}) }
    return (await createNetwork(member(of), input)).id
  }
  /** As if the rules of every network had been written. */
  const inForce = () => world.rows.query('update private_networks set applied_revision = revision')
  const connect = (networkId: Id<'network'>, address?: string, id = instanceId) =>
    connectToNetwork(member(), { instanceId: id, networkId, ...(address ? { address } : {}) })
  const connected = async (networkId: Id<'network'>, address?: string) => {
    const asked = await connect(networkId, address)
    await inForce()
    expect(await driveToRest(world.engine(), asked.sagaId)).toBeUndefined()
    return asked.address
  }
  const cards = async (id = instanceId) =>
    (await inspectInstance(member(), { instanceId: id })).networks.cards.map(
      ({ networkId, address, is }) => `${networkId} ${address} ${is}`,
    )
  const outside = (id = instanceId) =>
    world.rows.query<{ network_name: string; address: string; position: number }>(
      `select network_name, address, position from simulator.cards where instance_name = replace($1, '_', '-') order by position`,
      id,
    )
  const broken = async () => {
    const found: unknown[] = []
    for (const { name, statement } of invariants)
      if (/network|address|card/.test(name)) found.push(...(await world.rows.query(statement)))
    return found
  }

  test('has an address on each, from the request on, and a card once the hypervisor has made it', async () => {
    const networkId = await network({ range: '172.20.1.0/24' })
    const [first] = await cards()
    const asked = await connect(networkId)
    expect(asked.address).toBe('172.20.1.10')
    expect(await cards()).toEqual([first, `${networkId} 172.20.1.10 connecting`])
    expect(await outside()).toEqual([])
    await inForce()
    await driveToRest(world.engine(), asked.sagaId)
    expect(await cards()).toEqual([first, `${networkId} 172.20.1.10 connected`])
    expect(await outside()).toMatchObject([{ address: '172.20.1.10', position: 1 }])
    expect(await broken()).toEqual([])

    const { sagaId } = await disconnectFromNetwork(member(), { instanceId, networkId })
    expect(await cards()).toEqual([first, `${networkId} 172.20.1.10 disconnecting`])
    await driveToRest(world.engine(), sagaId)
    expect([await cards(), await outside()]).toEqual([[first], []])
    const audited = await world.rows.query<{ event: string }>(
      `select event from audit_events where subject_id = $1 and event like '%connect%'`,
      instanceId,
    )
    expect(audited.map(({ event }) => event).sort()).toEqual([
      'instance.connect_requested',
      'instance.disconnect_requested',
      'instance.network_connected',
      'instance.network_disconnected',
    ])
  })

  test('has the address that was chosen, which must be free and in the range', async () => {
    const networkId = await network({ range: '172.20.2.0/24' })
    const refused = (address: string, reason: string) =>
      expect(connect(networkId, address)).rejects.toMatchObject({ field: 'address', params: { reason } })
    await refused('172.20.2.3', 'private_address_range')
    await refused('172.20.3.50', 'private_address_range')
    expect(await connected(networkId, '172.20.2.50')).toBe('172.20.2.50')
    const other = (await runningServer(world)).instance
    await expect(connect(networkId, '172.20.2.50', other)).rejects.toMatchObject({
      params: { reason: 'private_address_taken' },
    })
    await expect(connect(networkId)).rejects.toMatchObject({ params: { reason: 'connected_already' } })
  })

  test('is refused in another project, zone or organisation, for a reader and on a deleted network', async () => {
    await expect(connect(await network({ of: 'foreign' }))).rejects.toMatchObject({ code: 'not_found' })
    const elsewhere = await network({ zoneId: world.estate.otherZone.zoneId })
    await expect(connect(elsewhere)).rejects.toMatchObject({ params: { reason: 'network_other_zone' } })
    const own = await network()
    await expect(
      connectToNetwork(member('foreign'), { instanceId, networkId: await network({ of: 'foreign' }) }),
    ).rejects.toMatchObject({ code: 'not_found' })
    const reader = (await addMember(database.sql, world.estate.own, 'reader')).as(testNow)
    await expect(connectToNetwork(reader, { instanceId, networkId: own })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await deleteNetwork(member(), { networkId: own })
    await expect(connect(own)).rejects.toMatchObject({ code: 'not_found' })
    const second = newId('project')
    await world.rows.query(
      `insert into projects (id, organisation_id, name, is_default, created_at) values ($1, $2, 'second', false, now())`,
      second,
      world.estate.own.organisationId,
    )
    const { zoneId } = world.estate.zone
    const input = { projectId: second, zoneId, name: 'theirs', hasExit: true }
    const { id } = await createNetwork(member(), input)
    await expect(connect(id)).rejects.toMatchObject({ params: { reason: 'network_other_project' } })
    expect(await cards()).toHaveLength(1)
    expect(await broken()).toEqual([])
  })

  test('is refused while its host does not answer and in a state that does not allow it, and nothing is claimed', async () => {
    const networkId = await network()
    const setSilent = (since: string) =>
      world.rows.query(
        `update hosts set unreachable_since = nullif($2, '')::timestamptz
         where id = (select host_id from instances where id = $1)`,
        instanceId,
        since,
      )
    await setSilent('2026-11-24T09:00:00Z')
    await expect(connect(networkId)).rejects.toMatchObject({ code: 'hypervisor_unreachable' })
    await setSilent('')
    const { sagaId } = await stopInstance(member(), { instanceId })
    await expect(connect(networkId)).rejects.toMatchObject({ params: { reason: 'is_changing' } })
    await driveToRest(world.engine(), sagaId)
    expect(await cards()).toHaveLength(1)
    // A stopped server is connected too.
    await connected(networkId)
    expect(await cards()).toHaveLength(2)
  })

  test('stays on the network of its public addresses, and has four cards at most', async () => {
    const [firstCard] = (await inspectInstance(member(), { instanceId })).networks.cards
    if (!firstCard) throw new Error('a server that runs is on a network')
    await expect(
      disconnectFromNetwork(member(), { instanceId, networkId: firstCard.networkId }),
    ).rejects.toMatchObject({ params: { reason: 'first_card' } })
    for (let count = 1; count <= 3; count += 1) await connected(await network())
    await expect(connect(await network())).rejects.toMatchObject({
      code: 'quota_exceeded',
      params: { reason: 'cards_max', max: '4' },
    })
    expect((await outside()).map(({ position }) => position)).toEqual([1, 2, 3])
    expect(await broken()).toEqual([])
  })

  test('is not connected to a network that has no address left', async () => {
    const networkId = await network({ range: '172.20.9.0/28' })
    const others: Id<'instance'>[] = []
    for (let count = 0; count < 10; count += 1)
      others.push(await addInstance(world.estate, { state: 'creating', name: `other-${count}` }))
    const place = { address: null, now: testNow }
    expect(await withSystem(systemTestContext(), (tx) => claimAddresses(tx, networkId, others, place))).toBe(
      'claimed',
    )
    await expect(connect(networkId)).rejects.toMatchObject({
      code: 'insufficient_capacity',
      params: { reason: 'no_private_address', range: '172.20.9.0/28' },
    })
  })

  test('keeps the network from being deleted, in whichever order both are requested', async () => {
    const held = await network()
    await connect(held)
    await expect(deleteNetwork(member(), { networkId: held })).rejects.toMatchObject({
      params: { reason: 'network_in_use' },
    })
    for (let round = 0; round < 6; round += 1) {
      const networkId = await network()
      const { instance } = await runningServer(world)
      const [asked, deleted] = await Promise.allSettled([
        connect(networkId, undefined, instance),
        deleteNetwork(member(), { networkId }),
      ])
      expect([asked.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected'])
    }
    expect(await broken()).toEqual([])
  })

  test('gets one card of two that are requested at once', async () => {
    const [a, b] = [await network(), await network()]
    const answers = await Promise.allSettled([connect(a), connect(b)])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(answers).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'state_forbids' }) }),
    )
    expect(await cards()).toHaveLength(2)
  })

  test('waits for a change of the rules of its project, which it never stops', async () => {
    const networkId = await network()
    let asked: Promise<unknown> = Promise.resolve()
    await database.sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtextextended(${`firewall ${world.estate.own.projectId}`}, 0))`
      asked = connect(networkId)
      asked.catch(() => undefined)
      await expect.poll(() => countWaiting(tx)).toBe(1)
      await tx`select from instances where id = ${instanceId} for update`
      await tx`select pg_advisory_xact_lock(hashtextextended(${`private_addresses ${networkId}`}, 0))`
    })
    await asked
  })

  test('follows the rules of each network with that card, and its own rule sets with all', async () => {
    const networkId = await network({ range: '172.20.30.0/24' })
    await connected(networkId, '172.20.30.30')
    await tagInstance(member(), { instanceId, tags: { role: 'two-cards' } })
    const rule = {
      direction: 'in',
      protocol: 'tcp',
      ports: '5432',
      peer: { kind: 'cidr', cidr: '192.0.2.0/24' },
      local: { kind: 'tag', key: 'role', value: 'two-cards' },
      description: '',
    } as const
    const setId = ownRuleSetId(networkId)
    await changeFirewall(member(), { edit: { do: 'add_rule', setId, rule }, confirm: false })
    const hypervisor = {
      surveyor: world.simulator,
      driverOf: async () => world.simulator,
      hostOf: (x: string) => x,
    }
    await applyNetworks(systemTestContext(), { hypervisorOf: async () => hypervisor })
    const [written] = await world.rows.query<{ rules: unknown }>(
      `select rules from simulator.networks where resource_id = $1`,
      networkId,
    )
    expect(written?.rules).toMatchObject([{ ports: '5432', destination: ['172.20.30.30/32'] }])
    const shown = (await listNetworks(member())).find(({ id }) => id === networkId)
    expect(shown?.servers).toMatchObject([{ id: instanceId, address: '172.20.30.30', isFirstCard: false }])
  })

  test('is put back on its networks when the hypervisor differs, except for its first card', async () => {
    const networkId = await network()
    const address = await connected(networkId)
    const [row] = await world.rows.query<{ code: string }>(
      'select code from zones where id = $1',
      world.estate.zone.zoneId,
    )
    const zone = { id: world.estate.zone.zoneId, code: row?.code ?? '', driver: 'simulator' as const }
    const hypervisor = {
      surveyor: world.simulator,
      driverOf: async () => world.simulator,
      hostOf: (x: string) => x,
    }
    const compare = () => compareZone(systemTestContext(), zone, hypervisor)
    await compare()
    const drifts = () =>
      world.rows.query<{ kind: string; state: string }>(
        `select kind, state from drifts where subject = $1 and kind = 'cards_differ' order by first_seen_at`,
        instanceId,
      )
    expect(await drifts()).toEqual([])
    await world.simulator.disconnectNetwork(instanceId, networkId, soon())
    const stray = {
      networkId: newId('network'),
      organisationId: world.estate.own.organisationId,
      range: '172.20.40.0/24',
      hasExit: true,
      ...closedFilter,
    }
    await world.simulator.connectNetwork(
      instanceId,
      { network: stray, address: '172.20.40.10', position: 3 },
      soon(),
    )
    await compare()
    expect(await drifts()).toEqual([{ kind: 'cards_differ', state: 'healed' }])
    expect(await outside()).toMatchObject([{ address, position: 1 }])
    await world.rows.query(
      `update simulator.instances set address = '10.99.0.1' where resource_id = $1`,
      instanceId,
    )
    await compare()
    expect((await drifts()).map(({ state }) => state)).toEqual(['healed', 'open'])
    await world.rows.query(
      `update simulator.instances s set address = i.address from instances i where i.id = s.resource_id and i.id = $1`,
      instanceId,
    )
  })
})
