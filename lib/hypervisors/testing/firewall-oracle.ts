import { BlockList, isIP } from 'node:net'
import type {
  FirewallNetwork,
  FirewallProject,
  FirewallRule,
  FirewallServer,
  Local,
} from '../firewall/rule-set'
import type { Flow } from '../port/firewall'

/**
 * Judges a flow by the rule sets themselves: which server has this address here, and which rules name it. Shares nothing
 * with the expansion, which goes from servers to addresses.
 */
export function judgeFlow(project: FirewallProject, network: FirewallNetwork, flow: Flow): boolean {
  if (isIP(flow.source) !== isIP(flow.destination)) return false
  const ranges = [network.range, ...(network.range6 ? [network.range6] : [])]
  const isOwn = (address: string) => ranges.some((range) => isInRange(range, address))
  const [fromHere, toHere] = [isOwn(flow.source), isOwn(flow.destination)]
  if (!fromHere && !toHere) return false
  if (!network.hasExit) return fromHere && toHere
  if (fromHere && toHere && !network.filtersInside) return true
  return (!fromHere || leaves(project, network, flow)) && (!toHere || enters(project, network, flow))
}

function enters(project: FirewallProject, network: FirewallNetwork, flow: Flow): boolean {
  const rules = rulesConcerning(project, network, flow.destination, 'in')
  return rules.some((rule) => isOfKind(rule, flow) && isPeer(project, network, rule, flow.source))
}

function leaves(project: FirewallProject, network: FirewallNetwork, flow: Flow): boolean {
  const rules = rulesConcerning(project, network, flow.source, 'out')
  if (rules.length === 0) return true
  return rules.some((rule) => isOfKind(rule, flow) && isPeer(project, network, rule, flow.destination))
}

function rulesConcerning(
  { sets, servers }: FirewallProject,
  network: FirewallNetwork,
  address: string,
  direction: 'in' | 'out',
): FirewallRule[] {
  const server = servers.find(({ addresses }) =>
    addresses.some((each) => each.networkId === network.id && each.address === address),
  )
  return sets.flatMap(({ rules, networkIds, serverIds }) => {
    const byServer = server !== undefined && serverIds.includes(server.id)
    return rules.filter((rule) => {
      if (rule.direction !== direction) return false
      if (!networkIds.includes(network.id) && !byServer) return false
      return rule.local === null || (server !== undefined && is(rule.local, server))
    })
  })
}

const is = (named: Local, server: FirewallServer) =>
  named.kind === 'server' ? server.id === named.id : server.tags[named.key] === named.value

function isOfKind({ protocol, ports }: FirewallRule, flow: Flow): boolean {
  if (protocol !== 'any' && protocol !== flow.protocol) return false
  if (ports === null) return true
  return ports.split(',').some((part) => {
    const [first, last = first] = part.split('-').map(Number)
    return (
      flow.port !== null &&
      first !== undefined &&
      last !== undefined &&
      flow.port >= first &&
      flow.port <= last
    )
  })
}

function isPeer(
  project: FirewallProject,
  network: FirewallNetwork,
  { peer }: FirewallRule,
  address: string,
): boolean {
  if (peer.kind === 'anywhere') return true
  if (peer.kind === 'cidr') return isInRange(peer.cidr, address)
  const isHere = [network.range, network.range6].some((range) => range && isInRange(range, address))
  // From here, another network of the zone is seen by its addresses; one of another zone by IPv6 only.
  const seen = project.networks.filter(({ id, zoneId, range }) => {
    if (id === network.id) return isHere
    if (isIP(address) === 6) return true
    return !isHere && zoneId === network.zoneId && !doOverlap(range, network.range)
  })
  if (peer.kind === 'network')
    return seen.some(
      ({ id, range, range6 }) =>
        id === peer.id && [range, range6].some((each) => each && isInRange(each, address)),
    )
  return project.servers.some(
    (server) =>
      is(peer, server) &&
      server.addresses.some(
        (each) => each.address === address && seen.some(({ id }) => id === each.networkId),
      ),
  )
}

const firstOf = (range: string) => range.split('/')[0] ?? ''
const doOverlap = (a: string, b: string) => isInRange(a, firstOf(b)) || isInRange(b, firstOf(a))

const lists = new Map<string, BlockList>()
function isInRange(range: string, address: string): boolean {
  const [base = '', bits] = range.split('/')
  if (isIP(base) !== isIP(address)) return false
  const kind = isIP(base) === 4 ? 'ipv4' : 'ipv6'
  let list = lists.get(range)
  if (!list) {
    list = new BlockList()
    list.addSubnet(base, Number(bits ?? (kind === 'ipv4' ? 32 : 128)), kind)
    lists.set(range, list)
  }
  return list.check(address, kind)
}
