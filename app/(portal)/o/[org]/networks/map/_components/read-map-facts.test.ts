import { expect, test } from 'vitest'
import type { BalancerLine, NetworkView, PublicAddressView, RuleView } from '~/lib/resources/client'
import { readMapFacts } from './read-map-facts'

function rule(
  id: RuleView['id'],
  protocol: RuleView['protocol'],
  ports: string | null,
  peer: RuleView['peer'],
): RuleView {
  return { id, direction: 'in', protocol, ports, peer, local: null, description: '' }
}

const network: NetworkView = {
  id: 'net_1',
  name: 'default',
  isDefault: true,
  hasExit: true,
  isDeleting: false,
  projectName: 'Site',
  zoneName: 'Paris-Nord',
  zoneCode: 'PAR1',
  range: '10.128.0.0/22',
  range6: null,
  meeting: 'all',
  standing: 'in_force',
  notInForce: null,
  rules: [
    rule('fwr_1', 'tcp', '22', { kind: 'anywhere' }),
    rule('fwr_2', 'udp', null, { kind: 'cidr', cidr: '198.51.100.0/24' }),
    rule('fwr_3', 'icmp', null, { kind: 'cidr', cidr: '::/0' }),
  ],
  ruleSetId: 'rls_1',
  ruleSets: [
    {
      id: 'rls_2',
      name: 'closed',
      rules: [{ ...rule('fwr_4', 'any', null, { kind: 'tag', key: 'role', value: 'db' }), direction: 'out' }],
    },
  ],
  servers: [{ id: 'ins_1', name: 'web-1', address: '10.128.0.10', address6: null, isFirstCard: true }],
  otherServers: [],
  peers: [],
  peerChoices: null,
}
const texts = {
  internet: 'Internet',
  everyPort: 'every port',
  noExit: 'no exit',
  peering: 'peering',
  hiddenPeer: 'a hidden network',
}
const readFacts = (
  networks: readonly NetworkView[],
  addresses: readonly PublicAddressView[] = [],
  balancers: readonly BalancerLine[] = [],
) => readMapFacts(networks, addresses, balancers, texts)
const address = (over: Partial<PublicAddressView>) => over as PublicAddressView

test('rules name the internet or their range, and only addresses that lead into the project are drawn', () => {
  const facts = readFacts(
    [network],
    [
      address({ address: '203.0.113.7', server: { id: 'ins_1', name: 'web-1' } }),
      address({ address: '203.0.113.8', server: { id: 'ins_2', name: 'elsewhere' } }),
      address({ address: '203.0.113.9', server: null }),
    ],
  )
  expect(facts.networks[0]).toMatchObject({ name: 'default', note: 'PAR1 10.128.0.0/22', isClosed: false })
  expect(facts.networks[0]?.rules.map(({ peer, traffic }) => [peer, traffic])).toEqual([
    ['Internet', 'TCP 22'],
    ['198.51.100.0/24', 'UDP every port'],
    ['Internet', 'ICMP'],
    ['role=db', 'every port'],
  ])
  expect(facts.addresses).toEqual([{ address: '203.0.113.7', serverId: 'ins_1', networkId: network.id }])
})

test('an address leads to the network of the first card of its server', () => {
  const [server] = network.servers
  if (!server) throw new Error('the network has a server')
  const further = { ...network, id: 'net_2' as const, servers: [{ ...server, isFirstCard: false }] }
  const facts = readFacts(
    [further, network],
    [address({ address: '203.0.113.7', server: { id: 'ins_1', name: 'web-1' } })],
  )
  expect(facts.networks.map(({ servers }) => servers.length)).toEqual([1, 1])
  expect(facts.addresses.map(({ networkId }) => networkId)).toEqual([network.id])
})

test('a network without an exit is marked, and its rules let nothing in', () => {
  const [closed] = readFacts([{ ...network, hasExit: false }]).networks
  expect(closed).toMatchObject({ isClosed: true, rules: [], note: 'PAR1 10.128.0.0/22 · no exit' })
})

test('a network with IPv6 shows its /64, and the public address of each of its servers', () => {
  const servers = network.servers.map((server) => ({ ...server, address6: '2001:db8:100::a' }))
  const facts = readFacts([{ ...network, range6: '2001:db8:100::/64', servers }])
  expect(facts.networks[0]?.note).toBe('PAR1 10.128.0.0/22 · 2001:db8:100::/64')
  expect(facts.addresses).toEqual([{ address: '2001:db8:100::a', serverId: 'ins_1', networkId: 'net_1' }])
})

test('a peer of the same drawing is a pair, and one of another project an origin', () => {
  const named = (id: `net_${string}`) => ({ id, name: id, projectName: 'other', range: '172.20.0.0/24' })
  const own = {
    ...network,
    rules: [],
    ruleSets: [],
    peers: [named('net_2'), named('net_3'), { id: 'net_4' as const, name: null }],
  }
  const second = { ...network, id: 'net_2' as const, rules: [], ruleSets: [], peers: [named('net_1')] }
  const facts = readFacts([own, second])
  expect(facts.peerings).toEqual([['net_1', 'net_2']])
  expect(facts.networks[0]?.peers).toEqual(['net_2 (other)', 'net_3 (other)', 'a hidden network'])
  expect(facts.networks[0]?.rules).toEqual(
    ['net_3 (other)', 'a hidden network'].flatMap((peer) =>
      ['in', 'out'].map((direction) => ({ direction, peer, traffic: 'peering' })),
    ),
  )
  expect(facts.networks[1]?.rules).toEqual([])
})

test('a balancer is on its network with its ports, which let in what the internet sends to it', () => {
  const balancer: BalancerLine = {
    id: 'lba_1',
    name: 'front',
    state: 'active',
    project: { id: 'prj_1', name: 'Site' },
    zone: { id: 'zon_1', code: 'PAR1', name: 'Paris-Nord' },
    network: { id: 'net_1', name: 'default' },
    address: '203.0.113.9',
    dnsNames: [],
    listeners: [
      { port: 80, protocol: 'http', certificateId: null, redirectsToHttps: false },
      { port: 443, protocol: 'tcp', certificateId: null, redirectsToHttps: false },
    ],
    isServing: true,
    isApplied: true,
    isUnverified: false,
    servers: { up: 1, total: 1 },
    serverIds: ['ins_1'],
  }
  const gone: BalancerLine = { ...balancer, id: 'lba_2', state: 'failed' }
  const own = { ...network, rules: [], ruleSets: [], peers: [] }
  const [drawn] = readFacts([own], [], [balancer, gone]).networks
  expect(drawn?.balancers).toEqual([
    { id: 'lba_1', name: 'front', address: '203.0.113.9', ports: '80, 443', serverIds: ['ins_1'] },
  ])
  expect(drawn?.rules).toEqual([
    { direction: 'in', peer: 'Internet', traffic: 'TCP 80, 443 (front)', isForBalancer: true },
  ])
})
