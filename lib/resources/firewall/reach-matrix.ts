import type { NetworkFilter, StoredFirewall } from '~/lib/hypervisors'
import { type Cidr, overlap, readAddress, readCidr } from '~/lib/kernel/net/cidr'
import {
  type Access,
  accessByRules,
  fullAccess,
  hasAccess,
  intersection,
  isSameAccess,
  noAccess,
  union,
} from './access'
import type { Endpoint, FirewallPreview, ReachMatrix } from './client'
import { filtersOf } from './judge-change'

type Names = { networkName: (id: string) => string; ip: string | null }
type Card = {
  server: StoredFirewall['servers'][number]
  network: StoredFirewall['networks'][number]
  filter: NetworkFilter
  address: Cidr
}
type Source = { endpoint: Endpoint; ranges: Cidr[]; network: StoredFirewall['networks'][number] | null }

const pairsMax = 200
/** A person reads a few columns; further ranges are in the rules themselves. */
const rangesMax = 6
const everywhere: Cidr[] = [
  { family: 4, base: 0n, bits: 0 },
  { family: 6, base: 0n, bits: 0 },
]

/** Who reaches whom in a project, by its rules. Pure. */
export function reachMatrix(firewall: StoredFirewall, names: Names): ReachMatrix {
  const cards = listCards(firewall)
  const sources = listSources(firewall, names)
  const all = pairsOf(cards)
  return {
    sources: sources.map(({ endpoint }) => endpoint),
    servers: groupByServer(cards).map(([first, ...more]) => ({
      server: { id: first.server.id, name: first.server.name },
      networkName: [first, ...more]
        .map(({ network }) => names.networkName(network.id))
        .filter(isFirst)
        .join(', '),
      from: sources.map((source) => ({
        source: source.endpoint,
        access: [first, ...more].map((card) => accessFrom(source, card)).reduce(union),
      })),
      out: outOf([first, ...more], firewall),
    })),
    pairs: all.slice(0, pairsMax).map(({ from, to, access }) => ({ from: from.name, to: to.name, access })),
    isCut: all.length > pairsMax,
  }
}

/** What changes between two states of a project's rules, for each pair. Pure. */
export function reachChanges(
  before: StoredFirewall,
  after: StoredFirewall,
  names: Names,
): FirewallPreview['changes'] {
  const [was, is] = [before, after].map((firewall) => listAccess(firewall, names))
  const changes: FirewallPreview['changes'] = []
  for (const key of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
    const [old, now] = [was?.get(key), is?.get(key)]
    const ends = now ?? old
    const change = { before: old?.access ?? noAccess, after: now?.access ?? noAccess }
    if (ends && !isSameAccess(change.before, change.after))
      changes.push({ from: ends.from, to: ends.to, ...change })
  }
  return changes
}

/** Every pair with something to pass, by its ends. Ranges are those of both states, so that all are compared. */
function listAccess(firewall: StoredFirewall, names: Names) {
  const cards = listCards(firewall)
  const found = new Map<string, { from: Endpoint; to: Endpoint; access: Access }>()
  const add = (from: Endpoint, to: Endpoint, access: Access) => {
    if (hasAccess(access)) found.set(JSON.stringify([from, to]), { from, to, access })
  }
  const sources = listSources(firewall, names, Number.POSITIVE_INFINITY)
  for (const group of groupByServer(cards)) {
    const to: Endpoint = { kind: 'server', name: group[0].server.name }
    for (const source of sources)
      add(source.endpoint, to, group.map((card) => accessFrom(source, card)).reduce(union))
    for (const { to: peer, access } of outOf(group, firewall) ?? [
      { to: { kind: 'internet' } as Endpoint, access: fullAccess },
    ])
      add(to, peer, access)
  }
  for (const { from, to, access } of pairsOf(cards))
    add({ kind: 'server', name: from.name }, { kind: 'server', name: to.name }, access)
  return found
}

function listCards(firewall: StoredFirewall): Card[] {
  const filters = filtersOf(firewall)
  return firewall.servers.flatMap((server) =>
    server.addresses.flatMap(({ networkId, address: text }) => {
      const network = firewall.networks.find(({ id }) => id === networkId)
      const [filter, address] = [filters.get(networkId), readCidr(text)]
      return network && filter && address ? [{ server, network, filter, address }] : []
    }),
  )
}

function groupByServer(cards: readonly Card[]): [Card, ...Card[]][] {
  const groups = new Map<string, [Card, ...Card[]]>()
  for (const card of cards) {
    const group = groups.get(card.server.id)
    if (group) group.push(card)
    else groups.set(card.server.id, [card])
  }
  return [...groups.values()]
}

function listSources(
  { networks, sets }: StoredFirewall,
  { networkName, ip }: Names,
  max = rangesMax,
): Source[] {
  const own = ip === null ? null : readAddress(ip.replace(/^::ffff:(?=\d+\.)/i, ''))
  const texts = sets.flatMap(({ rules }) =>
    rules.flatMap(({ direction, peer }) => (direction === 'in' && peer.kind === 'cidr' ? [peer.cidr] : [])),
  )
  const ranges = texts.filter((text, index) => !text.endsWith('/0') && texts.indexOf(text) === index).sort()
  return [
    { endpoint: { kind: 'internet' }, ranges: everywhere, network: null },
    ...(own
      ? [
          {
            endpoint: { kind: 'you' } as const,
            ranges: [{ family: own.family, base: own.value, bits: own.family === 4 ? 32 : 128 }],
            network: null,
          },
        ]
      : []),
    ...ranges.slice(0, max).map((cidr) => ({
      endpoint: { kind: 'cidr' as const, cidr },
      ranges: [readCidr(cidr)].flatMap((range) => range ?? []),
      network: null,
    })),
    ...networks.map((network) => ({
      endpoint: { kind: 'network' as const, name: networkName(network.id) },
      ranges: [network.range, network.range6].flatMap((text) =>
        text === null ? [] : (readCidr(text) ?? []),
      ),
      network,
    })),
  ]
}

function accessFrom({ ranges, network }: Source, { network: own, filter, address }: Card): Access {
  if (network?.id === own.id && !own.filtersInside) return fullAccess
  if (network && !isJoined(network, own, address.family)) return noAccess
  return ranges
    .filter(({ family }) => family === address.family)
    .map((range) => accessByRules(filter.rules, 'in', range, address))
    .reduce(union, noAccess)
}

/**
 * Whether traffic can pass between two networks at all: IPv6 everywhere, IPv4 in one zone, without overlap, and peered where
 * that is needed.
 */
const isJoined = (a: Card['network'], b: Card['network'], family: 4 | 6) => {
  if (family === 6) return true
  const [one, other] = [readCidr(a.range), readCidr(b.range)]
  if (a.id === b.id) return true
  const isRouted = !a.peerIds || a.peerIds.includes(b.id)
  return isRouted && a.zoneId === b.zoneId && one !== null && other !== null && !overlap(one, other)
}

type Named = { id: string; name: string }
/** Pairs of servers that the rules let connect; those of one network that does not filter inside are not listed. */
function pairsOf(cards: readonly Card[]): { from: Named; to: Named; access: Access }[] {
  const pairs = new Map<string, { from: Named; to: Named; access: Access }>()
  for (const from of cards)
    for (const to of cards) {
      const isOneNetwork = from.network.id === to.network.id
      if (from.server.id === to.server.id || from.address.family !== to.address.family) continue
      if (isOneNetwork ? !from.network.filtersInside : !isJoined(from.network, to.network, to.address.family))
        continue
      const incoming = accessByRules(to.filter.rules, 'in', from.address, to.address)
      const outgoing =
        from.filter.egress === 'open'
          ? fullAccess
          : accessByRules(from.filter.rules, 'out', from.address, to.address)
      const access = intersection(incoming, outgoing)
      if (!hasAccess(access)) continue
      const key = `${from.server.id} ${to.server.id}`
      const known = pairs.get(key)?.access ?? noAccess
      pairs.set(key, { from: from.server, to: to.server, access: union(known, access) })
    }
  return [...pairs.values()]
}

/** What may leave a server: null when all may, by one of its cards at least. */
function outOf(cards: readonly Card[], { sets }: StoredFirewall) {
  const targets = listTargets(sets)
  const out = targets.flatMap(({ endpoint, ranges }) => {
    const access = cards
      .flatMap(({ filter, address }) =>
        filter.egress === 'open'
          ? [fullAccess]
          : ranges
              .filter(({ family }) => family === address.family)
              .map((range) => accessByRules(filter.rules, 'out', address, range)),
      )
      .reduce(union, noAccess)
    return hasAccess(access) ? [{ to: endpoint, access }] : []
  })
  const toInternet = out.find(({ to }) => to.kind === 'internet')
  return toInternet && isSameAccess(toInternet.access, fullAccess) ? null : out
}

function listTargets(sets: StoredFirewall['sets']): { endpoint: Endpoint; ranges: Cidr[] }[] {
  const texts = sets.flatMap(({ rules }) =>
    rules.flatMap(({ direction, peer }) => (direction === 'out' && peer.kind === 'cidr' ? [peer.cidr] : [])),
  )
  const ranges = texts.filter((text, index) => !text.endsWith('/0') && texts.indexOf(text) === index).sort()
  return [
    { endpoint: { kind: 'internet' }, ranges: everywhere },
    ...ranges.map((cidr) => ({
      endpoint: { kind: 'cidr' as const, cidr },
      ranges: [readCidr(cidr)].flatMap((range) => range ?? []),
    })),
  ]
}

const isFirst = (name: string, index: number, all: string[]) => all.indexOf(name) === index
