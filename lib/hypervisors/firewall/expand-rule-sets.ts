import { type Cidr, formatCidr, mergeCidrs, overlap, readCidr, subtractCidrs } from '~/lib/kernel/net/cidr'
import { type FirewallRuleSpec, type NetworkFilter, sealedFilter } from '../port/firewall'
import { mergeRules } from './merge-rules'
import type {
  FirewallNetwork,
  FirewallProject,
  FirewallRule,
  FirewallServer,
  Local,
  Peer,
  RuleSet,
} from './rule-set'

/** Null is every address of both families. */
type Addresses = Cidr[] | null

/**
 * The filter of one network of the project; a network without a way out lets nothing in or out. Otherwise its rule sets, with servers, tags and networks replaced by their addresses.
 * Inbound traffic needs a rule. Outbound traffic is free for servers that no `out` rule concerns; the others need one. Pure.
 */
export function expandRuleSets(project: FirewallProject, network: FirewallNetwork): NetworkFilter {
  if (!network.hasExit) return sealedFilter
  const rules: FirewallRuleSpec[] = []
  const restricted: Cidr[] = []
  let isAllRestricted = false
  for (const set of project.sets)
    for (const rule of set.rules) {
      const concerned = concernedAddresses(project, network, set, rule)
      if (concerned?.length === 0) continue
      const peers = peerAddresses(project, network, rule.peer)
      rules.push(...toSpecs(rule, concerned, peers))
      if (rule.direction === 'in') continue
      if (concerned === null) isAllRestricted = true
      else restricted.push(...concerned)
    }
  const { filtersInside } = network
  if (isAllRestricted) return { rules: mergeRules(rules), egress: 'listed', filtersInside }
  if (restricted.length === 0) return { rules: mergeRules(rules), egress: 'open', filtersInside }
  const free = rangesOf(network).flatMap((range) => subtractCidrs(range, restricted))
  const others: FirewallRule = {
    direction: 'out',
    protocol: 'any',
    ports: null,
    peer: { kind: 'anywhere' },
    local: null,
  }
  return { rules: mergeRules([...rules, ...toSpecs(others, free, null)]), egress: 'listed', filtersInside }
}

/** The addresses on this network that a rule of this set concerns; null when it concerns all. */
function concernedAddresses(
  { servers }: FirewallProject,
  network: FirewallNetwork,
  set: RuleSet,
  { local }: FirewallRule,
): Addresses {
  if (local === null && set.networkIds.includes(network.id)) return null
  const concerned = servers.filter((server) => isConcerned(network, set, local, server))
  return concerned.flatMap((server) => addressesOn(server, network.id))
}

const isConcerned = (network: FirewallNetwork, set: RuleSet, local: Local | null, server: FirewallServer) =>
  (set.networkIds.includes(network.id) || set.serverIds.includes(server.id)) &&
  (local === null || isNamed(local, server))

/**
 * Whether an `out` rule names this server among those of the network, by itself, a tag or its rule sets. A rule for all of
 * the network's servers is in force before the server is there. Pure.
 */
export function isRestricted(
  { servers, sets }: FirewallProject,
  network: FirewallNetwork,
  id: string,
): boolean {
  const server = servers.find((each) => each.id === id)
  if (!server || !network.hasExit) return false
  return sets.some((set) =>
    set.rules.some(
      ({ direction, local }) =>
        direction === 'out' &&
        (local !== null || !set.networkIds.includes(network.id)) &&
        isConcerned(network, set, local, server),
    ),
  )
}

const isNamed = (by: Local, { id, tags }: FirewallServer) =>
  by.kind === 'server' ? by.id === id : Object.hasOwn(tags, by.key) && tags[by.key] === by.value

const addressesOn = ({ addresses }: FirewallServer, networkId: string): Cidr[] =>
  addresses.filter((each) => each.networkId === networkId).flatMap(({ address }) => readCidr(address) ?? [])

/** The addresses by which the network's servers see a peer; null when it is everyone. */
function peerAddresses(project: FirewallProject, network: FirewallNetwork, peer: Peer): Addresses {
  switch (peer.kind) {
    case 'anywhere':
      return null
    case 'cidr': {
      const range = readCidr(peer.cidr)
      return range ? [range] : []
    }
    case 'network':
      return project.networks
        .filter(({ id }) => id === peer.id)
        .flatMap((other) => rangesOf(other).filter((range) => isSeen(network, other, range)))
    default:
      return project.servers
        .filter((server) => isNamed(peer, server))
        .flatMap((server) =>
          project.networks.flatMap((other) =>
            addressesOn(server, other.id).filter((address) => isSeen(network, other, address)),
          ),
        )
  }
}

/**
 * Whether traffic of another network can arrive on this one with these addresses. Private IPv4 ranges leave no zone, and
 * may overlap: an address in the network's own range is that of a server on it, and where networks are peered, one in the
 * range of a network that is not may be that of a peer of another project.
 */
function isSeen(network: FirewallNetwork, other: FirewallNetwork, range: Cidr): boolean {
  if (network.id === other.id || range.family === 6) return true
  if (network.peerIds && !network.peerIds.includes(other.id)) return false
  return network.zoneId === other.zoneId && !rangesOf(network).some((own) => overlap(own, range))
}

const rangesOf = ({ range, range6 }: FirewallNetwork): Cidr[] =>
  [range, range6].flatMap((text) => (text === null ? [] : (readCidr(text) ?? [])))

/** One specification for each family of the addresses named, or one for both when none is. */
function toSpecs(
  { direction, protocol, ports }: FirewallRule,
  concerned: Addresses,
  peers: Addresses,
): FirewallRuleSpec[] {
  const [from, to] = direction === 'in' ? [peers, concerned] : [concerned, peers]
  if (from === null && to === null) return [{ direction, protocol, ports, source: null, destination: null }]
  return ([4, 6] as const).flatMap((family) => {
    const of = (addresses: Addresses) =>
      addresses && mergeCidrs(addresses.filter((each) => each.family === family)).map(formatCidr)
    const [source, destination] = [of(from), of(to)]
    if (source?.length === 0 || destination?.length === 0) return []
    return [{ direction, protocol, ports, source, destination }]
  })
}
