import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { invariants } from '~/db/invariants/invariants'
import { memberTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { compareZone } from '~/lib/hypervisors/drifts/compare-zone'
import { closedFilter } from '~/lib/hypervisors/port/firewall'
import { soon } from '~/lib/hypervisors/testing/world'
import { type Id, newId } from '~/lib/kernel/ids'
import type { MemberRole, ProjectRole } from '~/lib/kernel/op-context'
import { changeFirewall } from '../firewall/change-firewall'
import { listFirewalls } from '../firewall/list-firewalls'
import { ownRuleSetId } from '../firewall/own-rule-set'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { furtherNetwork, runningServer } from '../testing/scenario-parts'
import { applyNetworks } from './apply-networks'
import { listNetworks } from './list-networks'
import { createNetwork, deleteNetwork } from './manage-networks'
import { peerNetworks, unpeerNetworks } from './peer-networks'

describe('two networks of an organisation', () => {
  const database = useTestDatabase()
  let world: SagaWorld
  let zone: { id: Id<'zone'>; code: string; driver: 'simulator' }
  const second = newId('project')
  let named = 0
  const member = (of: 'own' | 'foreign' = 'own') => world.estate[of].as('technical')
  const q = <T extends object>(text: string, ...values: (string | string[])[]) =>
    world.rows.query<T>(text, ...values)

  beforeAll(async () => {
    world = await openSagaWorld(database.current)
    const id = world.estate.zone.zoneId
    const [row] = await q<{ code: string }>('select code from zones where id = $1', id)
    zone = { id, code: row?.code ?? '', driver: 'simulator' }
    await q(
      `insert into projects (id, organisation_id, name, is_default, created_at) values ($1, $2, 'second', false, now())`,
      second,
      world.estate.own.organisationId,
    )
  })
  afterAll(() => world?.close())
  beforeEach(async () => {
    await q(`update zones set network_technology = 'ovn'`)
    for (const table of [
      'network_peerings',
      'private_addresses',
      'rule_sets',
      'private_networks',
      'simulator.networks',
      'drifts',
    ])
      await q(`delete from ${table}`)
  })

  const network = async (
    over: {
      range?: string
      projectId?: Id<'project'>
      zoneId?: Id<'zone'>
      hasExit?: boolean
      of?: 'own' | 'foreign'
    } = {},
  ) => {
    const { of = 'own', range, hasExit = true, zoneId = zone.id } = over
    const projectId = over.projectId ?? world.estate[of].projectId
    const name = `n-${++named}`
    return (
      await createNetwork(member(of), { projectId, zoneId, name, hasExit, ...(range ? { range } : {}) })
    ).id
  }
  const peer = (networkId: Id<'network'>, peerId: Id<'network'>, ctx = member()) =>
    peerNetworks(ctx, { networkId, peerId })
  const unpeer = (networkId: Id<'network'>, peerId: Id<'network'>, ctx = member()) =>
    unpeerNetworks(ctx, { networkId, peerId })
  const hypervisor = { driverOf: async () => world.simulator, hostOf: (name: string) => name }
  const apply = () =>
    applyNetworks(systemTestContext(), {
      hypervisorOf: async () => ({ ...hypervisor, surveyor: world.simulator }),
    })
  const peersOf = async (id: Id<'network'>) =>
    (await world.simulator.surveyNetworks(zone.code, soon())).find(({ networkId }) => networkId === id)
      ?.peerIds
  const broken = async () => {
    const found: unknown[] = []
    for (const { name, statement } of invariants)
      if (/peer|network/.test(name)) found.push(...(await q(statement)))
    return found
  }

  test('of two projects are peered on the hypervisor, shown on both, audited on both, and parted again', async () => {
    const [a, b] = [
      await network({ range: '172.20.1.0/24' }),
      await network({ range: '172.20.2.0/24', projectId: second }),
    ]
    await apply()
    await peer(a, b)
    const shown = async () =>
      (await listNetworks(member())).map(({ id, peers, standing }) => [
        id,
        peers.map((each) => each?.id),
        standing,
      ])
    expect((await shown()).sort()).toEqual(
      [
        [a, [b], 'pending'],
        [b, [a], 'pending'],
      ].sort(),
    )
    await apply()
    expect([await peersOf(a), await peersOf(b)]).toEqual([[b], [a]])
    expect(await broken()).toEqual([])
    await unpeer(b, a)
    await apply()
    expect([await peersOf(a), await peersOf(b)]).toEqual([[], []])
    const audited = await q<{ event: string; subject_id: string }>(
      `select event, subject_id from audit_events where event in ('network.peered', 'network.unpeered') and subject_id = any($1)`,
      [a, b],
    )
    expect(audited.map(({ event, subject_id }) => `${event} ${subject_id}`).sort()).toEqual(
      [a, b].flatMap((id) => [`network.peered ${id}`, `network.unpeered ${id}`]).sort(),
    )
    await expect(unpeer(a, b)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('are not peered when their ranges overlap, nor when that of another peer does; the refusal names both', async () => {
    const a = await network({ range: '172.20.0.0/16' })
    const inside = await network({ range: '172.20.7.0/24', projectId: second })
    await expect(peer(a, inside)).rejects.toMatchObject({
      code: 'invalid_input',
      params: { reason: 'peering_overlaps', range: '172.20.0.0/16', otherRange: '172.20.7.0/24' },
    })
    const b = await network({ range: '172.30.0.0/24' })
    await peer(a, b)
    const third = newId('project')
    await q(
      `insert into projects (id, organisation_id, name, is_default, created_at) values ($1, $2, $1, false, now())`,
      third,
      world.estate.own.organisationId,
    )
    const c = await network({ range: '172.30.0.0/25', projectId: third })
    await expect(peer(c, a)).rejects.toMatchObject({
      params: { reason: 'peering_overlaps', range: '172.30.0.0/24' },
    })
    await expect(peer(b, a)).rejects.toMatchObject({ params: { reason: 'peered_already' } })
    await expect(peer(a, a)).rejects.toMatchObject({ params: { reason: 'peering_self' } })
    expect(await broken()).toEqual([])
  })

  test('are not peered in two zones, without a way out, on bridges, or with another organisation’s', async () => {
    const a = await network()
    const elsewhere = await network({ zoneId: world.estate.otherZone.zoneId })
    await expect(peer(a, elsewhere)).rejects.toMatchObject({ params: { reason: 'peering_other_zone' } })
    await expect(peer(a, await network({ hasExit: false }))).rejects.toMatchObject({
      params: { reason: 'peering_no_exit' },
    })
    const theirs = await network({ of: 'foreign' })
    await expect(peer(a, theirs)).rejects.toMatchObject({ code: 'not_found' })
    await expect(peer(theirs, a)).rejects.toMatchObject({ code: 'not_found' })
    const b = await network()
    await expect(peer(a, b, world.estate.own.as('reader'))).rejects.toMatchObject({ code: 'forbidden' })
    await q(`update zones set network_technology = 'bridges'`)
    await expect(peer(a, b)).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'peering_bridges' },
    })
    expect((await listNetworks(member())).map(({ peerChoices }) => peerChoices)).toEqual(
      (await listNetworks(member())).map(() => null),
    )
  })

  test('are peered by who may operate both projects, and parted by who may operate one, who sees that much', async () => {
    const [a, b] = [await network(), await network({ projectId: second })]
    const { accountId, organisationId } = world.estate.own
    const as = (role: MemberRole, projectRoles: Partial<Record<Id<'project'>, ProjectRole>>) =>
      memberTestContext(accountId, { organisationId, role, projectRoles })
    const readerThere = as('reader', { [world.estate.own.projectId]: 'technical' })
    await expect(peer(a, b, readerThere)).rejects.toMatchObject({ code: 'forbidden' })
    const guest = as('guest', { [second]: 'technical' })
    await expect(peer(a, b, guest)).rejects.toMatchObject({ code: 'not_found' })
    await peer(a, b)
    const [seen, ...others] = await listNetworks(guest)
    expect(others).toEqual([])
    expect(seen).toMatchObject({ id: b, peers: [{ id: a, name: null }] })
    await expect(deleteNetwork(guest, { networkId: b })).rejects.toMatchObject({
      params: { reason: 'network_peered_elsewhere' },
    })
    await expect(unpeer(a, b, as('guest', { [second]: 'reader' }))).rejects.toMatchObject({
      code: 'forbidden',
    })
    await apply()
    await unpeer(a, b, guest)
    await apply()
    expect([await peersOf(a), await peersOf(b)]).toEqual([[], []])
  })

  test('are not peered over the range of a peer that the person does not see, which the refusal does not show', async () => {
    const third = newId('project')
    await q(
      `insert into projects (id, organisation_id, name, is_default, created_at) values ($1, $2, $1, false, now())`,
      third,
      world.estate.own.organisationId,
    )
    const [a, b, hidden] = [
      await network({ range: '172.20.1.0/24' }),
      await network({ range: '172.20.2.0/24', projectId: second }),
      await network({ range: '172.20.1.0/25', projectId: third }),
    ]
    await peer(b, hidden)
    const { accountId, organisationId, projectId } = world.estate.own
    const guest = memberTestContext(accountId, {
      organisationId,
      role: 'guest',
      projectRoles: { [projectId]: 'technical', [second]: 'technical' },
    })
    const refused = await peer(a, b, guest).catch((error: unknown) => error)
    expect(refused).toMatchObject({ params: { reason: 'peering_overlaps_hidden' } })
    expect(JSON.stringify(refused)).not.toContain('172.20.1.0/25')
    await unpeer(b, hidden)
    await peer(a, b, guest)
    expect(await broken()).toEqual([])
  })

  test('are not deleted while they are peered, in whichever order both are requested', async () => {
    const [a, b] = [await network(), await network({ projectId: second })]
    await peer(a, b)
    await expect(deleteNetwork(member(), { networkId: b })).rejects.toMatchObject({
      params: { reason: 'network_peered' },
    })
    await unpeer(a, b)
    for (let round = 0; round < 5; round += 1) {
      const [c, d] = [await network(), await network({ projectId: second })]
      const [peered, deleted] = await Promise.allSettled([
        peer(c, d),
        deleteNetwork(member(), { networkId: d }),
      ])
      expect([peered.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected'])
      if (peered.status === 'fulfilled') await unpeer(c, d)
      await deleteNetwork(member(), { networkId: c })
      await deleteNetwork(member(), { networkId: d }).catch(() => undefined)
      await apply()
    }
    expect(await broken()).toEqual([])
  })

  test('are peered again when the hypervisor differs', async () => {
    const [a, b] = [await network({ range: '172.20.1.0/24' }), await network({ range: '172.20.2.0/24' })]
    await peer(a, b)
    await apply()
    const compare = () => compareZone(systemTestContext(), zone, { ...hypervisor, surveyor: world.simulator })
    await compare()
    expect(await q('select kind from drifts')).toEqual([])
    const spec = {
      networkId: a,
      organisationId: world.estate.own.organisationId,
      range: '172.20.1.0/24',
      hasExit: true,
    }
    await world.simulator.applyRules(zone.code, { ...spec, ...closedFilter }, soon())
    await compare()
    expect(
      await q<{ subject: string }>(`select subject from drifts where kind = 'rules_differ'`),
    ).toHaveLength(2)
    await apply()
    await compare()
    expect([await peersOf(a), await peersOf(b)]).toEqual([[b], [a]])
    expect(await q(`select from drifts where state = 'open'`)).toEqual([])
  })

  test('show in the matrix what passes between them only while they are peered', async () => {
    const b = await furtherNetwork(world).catch(() => network())
    const { instance } = await runningServer(world)
    const [card] = await q<{ network_id: Id<'network'> }>(
      'select network_id from private_addresses where instance_id = $1',
      instance,
    )
    const a = card?.network_id ?? b
    const other = await network({ range: '172.20.9.0/24' })
    const rule = {
      direction: 'in',
      protocol: 'tcp',
      ports: '80',
      peer: { kind: 'network', id: other },
      description: '',
    } as const
    await changeFirewall(member(), { edit: { do: 'add_rule', setId: ownRuleSetId(a), rule }, confirm: false })
    const reaches = async () => {
      const [firewall] = (await listFirewalls(member())).filter(
        ({ projectId }) => projectId === world.estate.own.projectId,
      )
      const server = firewall?.reach.servers.find((each) => each.server.id === instance)
      return server?.from.filter(
        ({ source, access }) => source.kind === 'network' && JSON.stringify(access).includes('80'),
      ).length
    }
    expect(await reaches()).toBe(0)
    await peer(a, other)
    expect(await reaches()).toBe(1)
  })
})
