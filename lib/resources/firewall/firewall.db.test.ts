import { beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { NetworkFilter } from '~/lib/hypervisors'
import { readFilters } from '~/lib/hypervisors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Estate, makeEstate } from '~/testing/estate'
import { tagInstance } from '../servers/tag-instance'
import { addInstance } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { allowInto } from './allow-into'
import { changeFirewall } from './change-firewall'
import { createRuleSet } from './create-rule-set'
import { listFirewalls } from './list-firewalls'
import { ownRuleSetId } from './own-rule-set'
import { previewFirewall } from './preview-firewall'
import { renameRuleSet } from './rename-rule-set'
import { changeFirewallInput, type EditInput } from './schema'

const database = useTestDatabase()
const { sql } = database
const { query, auditsOf } = rowProbe(database)
let estate: Estate
let networkId: Id<'network'>
let web: Id<'instance'>
let base: Id<'instance'>

const member = (over: Partial<OpContext> = {}) => ({
  ...estate.own.as('technical'),
  ip: '198.51.100.7',
  ...over,
})
const change = (edit: unknown, confirm = false, ctx = member()) =>
  changeFirewall(ctx, changeFirewallInput.parse({ edit, confirm }))
const rule = (over: Record<string, unknown> = {}) => ({
  direction: 'in',
  protocol: 'tcp',
  ports: '443',
  peer: { kind: 'anywhere' },
  ...over,
})
const addRule = (over: Record<string, unknown>, confirm = false, setId = ownRuleSetId(networkId)) =>
  change({ do: 'add_rule', setId, rule: rule(over) }, confirm)
const preview = (edit: unknown) =>
  previewFirewall(member(), { edit: changeFirewallInput.parse({ edit }).edit as EditInput })
const filter = async (): Promise<NetworkFilter | undefined> =>
  (await withSystem(systemTestContext(), (tx) => readFilters(tx, [estate.own.projectId]))).get(networkId)
const revision = async () =>
  (await query<{ revision: number }>('select revision from private_networks where id = $1', networkId))[0]
    ?.revision
const refusal = (reason: string) => ({ params: { reason } })

async function makeNetwork(range: string, name = 'principal'): Promise<Id<'network'>> {
  const id = newId('network')
  await query(
    `insert into private_networks (id, organisation_id, project_id, zone_id, range, name, is_default, created_at)
     values ($1, $2, $3, $4, $5, $6, $6 = 'principal', now())`,
    id,
    estate.own.organisationId,
    estate.own.projectId,
    estate.zone.zoneId,
    range,
    name,
  )
  return id
}

async function makeServer(network: Id<'network'>, address: string): Promise<Id<'instance'>> {
  const id = await addInstance(estate)
  await connect(id, network, address)
  return id
}

const connect = (id: Id<'instance'>, network: Id<'network'>, address: string) =>
  query(
    `insert into private_addresses (network_id, address, organisation_id, instance_id, created_at)
     values ($1, $2, $3, $4, now())`,
    network,
    address,
    estate.own.organisationId,
    id,
  )

beforeEach(async () => {
  estate = await makeEstate(sql)
  networkId = await makeNetwork('10.128.0.0/22')
  web = await makeServer(networkId, '10.128.0.10')
  base = await makeServer(networkId, '10.128.0.11')
})

describe('rules', () => {
  test('are added to the set of a network, changed and removed, each with a write and an entry of the journal', async () => {
    const { ruleId } = await addRule({ peer: { kind: 'cidr', cidr: '203.0.113.7' } })
    expect(await filter()).toMatchObject({ rules: [{ ports: '443', source: ['203.0.113.7/32'] }] })
    expect(await revision()).toBe(1)
    await change({ do: 'change_rule', ruleId, rule: rule({ ports: '80, 8000-8010' }) })
    expect(await filter()).toMatchObject({ rules: [{ ports: '80,8000-8010', source: null }] })
    await change({ do: 'remove_rule', ruleId })
    expect(await filter()).toMatchObject({ rules: [] })
    expect(await revision()).toBe(3)
    expect(await auditsOf(networkId)).toEqual([
      'firewall.rule_added',
      'firewall.rule_changed',
      'firewall.rule_removed',
    ])
  })

  test('are refused with the reason, and nothing changes', async () => {
    await addRule({})
    const refused: [Record<string, unknown>, object][] = [
      [{}, { code: 'already_exists' }],
      [{ peer: { kind: 'cidr', cidr: 'nonsense' } }, refusal('firewall_cidr')],
      [
        { peer: { kind: 'cidr', cidr: '203.0.113.7/24' } },
        { params: { reason: 'firewall_host_bits', corrected: '203.0.113.0/24' } },
      ],
      [{ peer: { kind: 'cidr', cidr: '2001:db8::1/64' } }, { params: { corrected: '2001:db8::/64' } }],
      [{ peer: { kind: 'cidr', cidr: '10.0.0.0/8, 2001:db8::/32' } }, refusal('firewall_mixed')],
      [
        { peer: { kind: 'cidr', cidr: '2001:db8::/32' }, local: { kind: 'server', id: web } },
        refusal('firewall_family'),
      ],
      [{ peer: { kind: 'server', id: newId('instance') } }, { code: 'not_found' }],
      [{ peer: { kind: 'network', id: newId('network') } }, { code: 'not_found' }],
    ]
    for (const [over, expected] of refused) await expect(addRule(over)).rejects.toMatchObject(expected)
    for (const over of [{ protocol: 'icmp' }, { protocol: 'any' }, { ports: '0' }, { ports: '80-22' }])
      expect(
        changeFirewallInput.safeParse({
          edit: { do: 'add_rule', setId: ownRuleSetId(networkId), rule: rule(over) },
        }).success,
      ).toBe(false)
    expect(await revision()).toBe(1)
  })

  test('a set has a maximum', async () => {
    for (let port = 1; port <= 50; port += 1)
      await addRule({ ports: `${port + 1_000}`, peer: { kind: 'cidr', cidr: '203.0.113.7' } })
    await expect(addRule({ ports: '999' })).rejects.toMatchObject(refusal('firewall_rules_max'))
  })

  test('are neither seen nor changed by another organisation, and not changed by a reader', async () => {
    const { ruleId } = await addRule({})
    const edit = { do: 'remove_rule', ruleId }
    await expect(change(edit, false, estate.foreign.as('technical'))).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(change(edit, false, estate.own.as('reader'))).rejects.toMatchObject({ code: 'forbidden' })
    expect((await listFirewalls(estate.foreign.as('technical'))).flatMap(({ sets }) => sets)).toEqual([])
    expect((await listFirewalls(estate.own.as('reader'))).flatMap(({ sets }) => sets)).toMatchObject([
      { owner: { id: networkId }, rules: [{ id: ruleId }] },
    ])
  })
})

describe('a change needs a confirmation', () => {
  test.each([
    ['22', 'anywhere', 'ssh_to_everyone'],
    ['20-30', 'anywhere', 'ssh_to_everyone'],
    ['3389', '::/0', 'rdp_to_everyone'],
  ])('when it opens port %s to everyone (%s)', async (ports, from, doubts) => {
    const peer = from === 'anywhere' ? { kind: 'anywhere' } : { kind: 'cidr', cidr: from }
    await expect(addRule({ ports, peer })).rejects.toMatchObject({
      code: 'confirmation_required',
      params: { doubts },
    })
    expect(await filter()).toMatchObject({ rules: [] })
    await addRule({ ports, peer }, true)
    expect(await filter()).toMatchObject({ rules: [{ ports }] })
    // Once open, other changes need no confirmation for it.
    await addRule({ ports: '443' })
  })

  test('when two quarters of the internet together open SSH to one half', async () => {
    await addRule({ ports: '22', peer: { kind: 'cidr', cidr: '0.0.0.0/2' } })
    await expect(addRule({ ports: '22', peer: { kind: 'cidr', cidr: '192.0.0.0/2' } })).rejects.toMatchObject(
      {
        code: 'confirmation_required',
      },
    )
  })

  test('when it shuts the acting person out of SSH, from the address of the request', async () => {
    const { ruleId } = await addRule({ ports: '22', peer: { kind: 'cidr', cidr: '198.51.100.0/24' } })
    const edit = { do: 'remove_rule', ruleId }
    await change({
      do: 'change_rule',
      ruleId,
      rule: rule({ ports: '22', peer: { kind: 'cidr', cidr: '198.51.100.0/25' } }),
    })
    await expect(change(edit)).rejects.toMatchObject({ params: { doubts: 'shuts_you_out' } })
    await expect(change(edit, false, member({ ip: '::ffff:198.51.100.7' }))).rejects.toMatchObject({
      params: { doubts: 'shuts_you_out' },
    })
    expect(await preview(edit)).toMatchObject({ doubts: ['shuts_you_out'] })
    await change(edit, false, member({ ip: '192.0.2.1' }))
  })
})

describe('rule sets', () => {
  test('are created from templates, renamed, attached and deleted', async () => {
    const ctx = member()
    const { id } = await createRuleSet(ctx, { name: 'Web', template: 'web' })
    await expect(createRuleSet(ctx, { name: 'Web', template: 'empty' })).rejects.toMatchObject({
      code: 'name_taken',
    })
    await expect(
      renameRuleSet(estate.foreign.as('technical'), { setId: id, name: 'x' }),
    ).rejects.toMatchObject({
      code: 'not_found',
    })
    await renameRuleSet(ctx, { setId: id, name: 'Vitrine' })
    expect(await filter()).toMatchObject({ rules: [] })
    await change({ do: 'attach_server', setId: id, instanceId: web })
    await expect(change({ do: 'attach_server', setId: id, instanceId: web })).rejects.toMatchObject({
      code: 'already_exists',
    })
    expect((await filter())?.rules).toMatchObject([
      { protocol: 'icmp', destination: ['10.128.0.10/32'] },
      { protocol: 'tcp', ports: '80,443', destination: ['10.128.0.10/32'] },
    ])
    await change({ do: 'attach_network', setId: id, networkId })
    expect((await filter())?.rules).toMatchObject([{ destination: null }, { destination: null }])
    await change({ do: 'detach_network', setId: id, networkId })
    await change({ do: 'delete_set', setId: id })
    expect(await filter()).toMatchObject({ rules: [] })
    expect(await revision()).toBe(4)
  })

  test('the set of a network stays with it', async () => {
    const setId = ownRuleSetId(networkId)
    const expected = refusal('rule_set_of_network')
    await expect(change({ do: 'delete_set', setId })).rejects.toMatchObject(expected)
    await expect(change({ do: 'attach_server', setId, instanceId: web })).rejects.toMatchObject(expected)
    await expect(renameRuleSet(member(), { setId, name: 'x' })).rejects.toMatchObject(expected)
  })

  test('SSH comes from the address of the request, or from the one that is given', async () => {
    const rulesOf = async (id: string) =>
      (await listFirewalls(member())).flatMap(({ sets }) => sets).find((set) => set.id === id)?.rules
    const own = await createRuleSet(member(), { name: 'a', template: 'ssh' })
    expect(await rulesOf(own.id)).toMatchObject([{ ports: '22', peer: { cidr: '198.51.100.7/32' } }])
    const given = await createRuleSet(member(), { name: 'b', template: 'ssh', address: '2001:db8::/32' })
    expect(await rulesOf(given.id)).toMatchObject([{ peer: { cidr: '2001:db8::/32' } }])
    const wrong = { name: 'c', template: 'ssh' as const, address: '10.0.0.1/8' }
    await expect(createRuleSet(member(), wrong)).rejects.toMatchObject({
      params: { corrected: '10.0.0.0/8' },
    })
  })

  test('the closed template lets a server reach private addresses only', async () => {
    const { id } = await createRuleSet(member(), { name: 'Closed', template: 'closed' })
    await change({ do: 'attach_server', setId: id, instanceId: base })
    const [reach] = await listFirewalls(member())
    const rows = reach?.reach.servers.map(({ server, out }) => [server.id, out?.map(({ to }) => to)])
    expect(rows).toContainEqual([web, undefined])
    expect(rows).toContainEqual([
      base,
      ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((cidr) => ({ kind: 'cidr', cidr })),
    ])
  })

  test('are not created in a project where a person may only read', async () => {
    const there = newId('project')
    const { organisationId, projectId } = estate.own
    await query(
      `insert into projects (id, organisation_id, name, is_default, created_at) values ($1, $2, 'Ailleurs', false, now())`,
      there,
      organisationId,
    )
    const projectRoles = { [there]: 'technical', [projectId]: 'reader' } as const
    const membership = { organisationId, role: 'guest', organisationState: 'active', projectRoles } as const
    const reader = { ...member(), membership }
    const set = { name: 'Web', template: 'web' } as const
    await expect(createRuleSet(reader, set)).rejects.toMatchObject({ code: 'forbidden' })
    await createRuleSet(reader, { ...set, projectId: there })
  })

  test('filtering between servers needs a zone that can', async () => {
    await query(`update zones set network_technology = 'bridges' where id = $1`, estate.zone.zoneId)
    const edit = { do: 'filter_inside', networkId, isFiltered: true }
    await expect(change(edit)).rejects.toMatchObject(refusal('firewall_bridges'))
    await query(`update zones set network_technology = 'ovn' where id = $1`, estate.zone.zoneId)
    await change(edit)
    expect(await filter()).toMatchObject({ filtersInside: true })
    expect(await revision()).toBe(1)
  })
})

describe('networks are written again', () => {
  test('when a server that a rule names gets or loses an address', async () => {
    const late = await addInstance(estate)
    await addRule({ peer: { kind: 'server', id: late } })
    expect([await revision(), (await filter())?.rules]).toEqual([0, []])
    await connect(late, networkId, '10.128.0.12')
    expect(await revision()).toBe(1)
    expect(await filter()).toMatchObject({ rules: [{ source: ['10.128.0.12/32'] }] })
    await query('delete from private_addresses where instance_id = $1', late)
    expect([await revision(), (await filter())?.rules]).toEqual([2, []])
    // Servers that no rule names change nothing.
    await makeServer(networkId, '10.128.0.13')
    expect(await revision()).toBe(2)
  })

  test('when a network that a rule names is deleted', async () => {
    // On OVN it would have to be peered.
    await query(`update zones set network_technology = 'bridges' where id = $1`, estate.zone.zoneId)
    const other = await makeNetwork('10.128.4.0/22', 'other')
    await addRule({ peer: { kind: 'network', id: other } })
    expect([await revision(), (await filter())?.rules]).toMatchObject([1, [{ source: ['10.128.4.0/22'] }]])
    await query('update private_networks set deleted_at = now() where id = $1', other)
    expect([await revision(), (await filter())?.rules]).toEqual([2, []])
  })

  test('when a server with a set attached to it gets or loses an address', async () => {
    const { id } = await createRuleSet(member(), { name: 'Web', template: 'web' })
    const late = await addInstance(estate)
    await change({ do: 'attach_server', setId: id, instanceId: late })
    expect(await revision()).toBe(0)
    await connect(late, networkId, '10.128.0.12')
    expect(await revision()).toBe(1)
    await query('delete from private_addresses where instance_id = $1', late)
    expect(await revision()).toBe(2)
  })

  test('when a tag that a rule names is set or taken', async () => {
    const peer = { kind: 'tag', key: 'role', value: 'application' }
    await addRule({ peer })
    await addRule({ ports: '80', local: { kind: 'tag', key: 'tier', value: 'front' } })
    expect(await revision()).toBe(0)
    await tagInstance(member(), { instanceId: web, tags: { role: 'application' } })
    expect(await revision()).toBe(1)
    expect((await filter())?.rules).toMatchObject([{ ports: '443', source: ['10.128.0.10/32'] }])
    await tagInstance(member(), { instanceId: base, tags: { other: 'application' } })
    expect(await revision()).toBe(1)
    await tagInstance(member(), { instanceId: web, tags: { tier: 'front' } })
    expect(await revision()).toBe(2)
    expect((await filter())?.rules).toMatchObject([{ ports: '80', destination: ['10.128.0.10/32'] }])
  })

  test('only where the filter really changes', async () => {
    const { id } = await createRuleSet(member(), { name: 'Web', template: 'web' })
    await change({ do: 'attach_network', setId: id, networkId })
    expect(await revision()).toBe(1)
    await addRule({ ports: '80,443' })
    expect(await revision()).toBe(1)
  })
})

test('a preview lists who reaches what, and changes nothing', async () => {
  const before = await preview({
    do: 'add_rule',
    setId: ownRuleSetId(networkId),
    rule: rule({ ports: '22,443', local: { kind: 'server', id: web } }),
  })
  const [webName] = await query<{ name: string }>('select name from instances where id = $1', web)
  expect(before.doubts).toEqual(['ssh_to_everyone'])
  expect(before.changes).toEqual(
    ['internet', 'you'].map((kind) => ({
      from: { kind },
      to: { kind: 'server', name: webName?.name },
      before: { tcp: [], udp: [], icmp: false },
      after: {
        tcp: [
          [22, 22],
          [443, 443],
        ],
        udp: [],
        icmp: false,
      },
    })),
  )
  expect([await revision(), (await filter())?.rules]).toEqual([0, []])
})

test('rules of an order join the set of the network once, and not beyond its maximum', async () => {
  const allow = (cidr: string) =>
    withSystem(systemTestContext(), (tx) =>
      allowInto(
        tx,
        networkId,
        [
          {
            direction: 'in',
            protocol: 'tcp',
            ports: '22',
            peer: { kind: 'cidr', cidr },
            local: null,
            description: '',
          },
        ],
        new Date(0),
      ),
    )
  expect(await allow('203.0.113.7/32')).toHaveLength(1)
  expect(await allow('203.0.113.7/32')).toHaveLength(0)
  expect(await revision()).toBe(1)
  for (let port = 1; port < 50; port += 1) await addRule({ ports: `${port + 1_000}` })
  expect(await allow('203.0.113.8/32')).toHaveLength(0)
})
