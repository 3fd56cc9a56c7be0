import type { Id } from '~/lib/kernel/ids'
import type {
  FirewallProject,
  FirewallRule,
  FirewallServer,
  Local,
  Peer,
  RuleSet,
} from '../firewall/rule-set'
import type { Flow } from '../port/firewall'

/** Random numbers from a seed, so that a failure names its case. */
export function drawFrom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const upTo = (limit: number) => Math.floor(next() * limit)
  return {
    upTo,
    isOneIn: (count: number) => upTo(count) === 0,
    pick: <T>(list: readonly [T, ...T[]] | readonly T[]): T => {
      const item = list[upTo(list.length)]
      if (item === undefined) throw new Error('nothing to draw from')
      return item
    },
  }
}
export type Draw = ReturnType<typeof drawFrom>

const serverId = (index: number): `ins_${string}` => `ins_${index}`

const tags = ['web', 'db'] as const
const ports = [null, '22', '80,443', '8000-8010', '1-65535'] as const
const ranges = [
  '0.0.0.0/0',
  '::/0',
  '198.51.100.0/24',
  '198.51.100.7/32',
  '10.0.0.0/8',
  '10.0.0.0/29',
  '10.0.4.16/28',
  '2001:db8::/32',
  '2001:db8:0:b::/64',
  '2001:db8:ffff::7',
] as const

/** Three networks of two zones, two of them with the same range; servers with one or two cards; a few sets. */
export function randomFirewall(seed: number): FirewallProject {
  const draw = drawFrom(seed)
  const networks = [
    { id: 'net_a' as const, zoneId: 'z1', range: '10.0.0.0/24', range6: '2001:db8:0:a::/64' },
    {
      id: 'net_b' as const,
      zoneId: 'z1',
      range: draw.pick(['10.0.0.0/24', '10.0.4.0/24']),
      range6: '2001:db8:0:b::/64',
    },
    { id: 'net_c' as const, zoneId: 'z2', range: '10.0.4.0/24', range6: null },
  ].map((network) => ({ ...network, filtersInside: draw.isOneIn(3), hasExit: !draw.isOneIn(8) }))
  const servers = Array.from(
    { length: 2 + draw.upTo(5) },
    (_, index): FirewallServer & { id: Id<'instance'> } => {
      const on = networks.filter(() => draw.isOneIn(2))
      return {
        id: serverId(index),
        tags: draw.isOneIn(3) ? {} : { role: draw.pick(tags) },
        addresses: on.flatMap(({ id, range, range6 }) => {
          const own = { networkId: id, address: range.replace('0/24', `${10 + index}`) }
          return range6 ? [own, { networkId: id, address: range6.replace('/64', `${10 + index}`) }] : [own]
        }),
      }
    },
  )
  return { networks, servers, sets: randomRuleSets(draw, { networks, servers, ranges }) }
}

type Named = {
  networks: readonly { id: Id<'network'> }[]
  servers: readonly { id: Id<'instance'> }[]
  ranges: readonly string[]
}

/** A few sets whose rules name these networks, servers and ranges, and tags of servers. */
export function randomRuleSets(draw: Draw, named: Named): RuleSet[] {
  return Array.from({ length: 1 + draw.upTo(3) }, () => ({
    rules: Array.from({ length: draw.upTo(4) }, () => randomRule(draw, named)),
    networkIds: named.networks.map(({ id }) => id).filter(() => draw.isOneIn(2)),
    serverIds: named.servers.map(({ id }) => id).filter(() => draw.isOneIn(4)),
  }))
}

function randomRule(draw: Draw, { networks, servers, ranges }: Named): FirewallRule {
  const local = (): Local =>
    draw.isOneIn(2)
      ? { kind: 'server', id: draw.pick(servers).id }
      : { kind: 'tag', key: 'role', value: draw.pick(tags) }
  const protocol = draw.pick(['tcp', 'tcp', 'udp', 'icmp', 'any'] as const)
  const peer = (): Peer =>
    draw.pick([
      () => ({ kind: 'anywhere' as const }),
      () => ({ kind: 'cidr' as const, cidr: draw.pick(ranges) }),
      () => ({ kind: 'network' as const, id: draw.pick(networks).id }),
      local,
    ])()
  return {
    direction: draw.isOneIn(3) ? 'out' : 'in',
    protocol,
    ports: protocol === 'tcp' || protocol === 'udp' ? draw.pick(ports) : null,
    peer: peer(),
    local: draw.isOneIn(3) ? local() : null,
  }
}

/** Flows between servers, neighbours without a row, and outside. */
export function randomFlows({ networks, servers }: FirewallProject, seed: number, count: number): Flow[] {
  const draw = drawFrom(seed)
  const held = servers.flatMap(({ addresses }) => addresses.map(({ address }) => address))
  const unheld = networks.flatMap(({ range, range6 }) => [
    range.replace('0/24', '200'),
    ...(range6 ? [range6.replace('/64', '200')] : []),
  ])
  const outside = [
    '198.51.100.7',
    '198.51.100.8',
    '192.0.2.1',
    '10.9.9.9',
    '10.0.4.20',
    '2001:db8:ffff::7',
    '2a00::1',
  ]
  const ofFamily = (isV6: boolean) => ({
    held: held.filter((address) => address.includes(':') === isV6),
    all: [...held, ...unheld, ...outside].filter((address) => address.includes(':') === isV6),
  })
  const pools = [ofFamily(false), ofFamily(true)]
  return Array.from({ length: count }, (): Flow => {
    const { held: some, all } = draw.pick(pools)
    const address = () => draw.pick(some.length > 0 && !draw.isOneIn(3) ? some : all)
    const protocol = draw.pick(['tcp', 'tcp', 'udp', 'icmp'] as const)
    const port = protocol === 'icmp' ? null : draw.pick([22, 80, 443, 8005, 9000])
    return { protocol, port, source: address(), destination: address() }
  })
}
