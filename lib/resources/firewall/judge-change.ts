import {
  exceededFirewallLimit,
  expandRuleSets,
  type FirewallRuleSpec,
  isFlowAllowed,
  type NetworkFilter,
  type StoredFirewall,
} from '~/lib/hypervisors'
import { readAddress } from '~/lib/kernel/net/cidr'
import { isMostOfTheInternet } from '~/lib/kernel/net/most-of-the-internet'
import { includesPort } from '~/lib/kernel/net/ports'

/** A reason to ask the person twice. */
export type Doubt = 'ssh_to_everyone' | 'rdp_to_everyone' | 'shuts_you_out'
type Filters = Map<string, NetworkFilter>
const everyone = ['0.0.0.0/0', '::/0']

/** What a change does to the filters of the project's networks. Pure. */
export function judgeChange(
  before: StoredFirewall,
  after: StoredFirewall,
  /** The address of the acting person. */
  ip: string | null,
): {
  changed: StoredFirewall['networks'][number]['id'][]
  exceeded: 'rules' | 'ranges' | null
  doubts: Doubt[]
} {
  const filters = { before: filtersOf(before), after: filtersOf(after) }
  const changed = after.networks.filter(
    ({ id }) => JSON.stringify(filters.before.get(id)) !== JSON.stringify(filters.after.get(id)),
  )
  const exceeded = changed.map(({ id }) => exceededFirewallLimit(filters.after.get(id) ?? { rules: [] }))
  const doubts: Doubt[] = []
  const isOpened = (port: number) => {
    const was = listOpenings(filters.before, port)
    return [...listOpenings(filters.after, port)].some((opening) => !was.has(opening))
  }
  if (isOpened(22)) doubts.push('ssh_to_everyone')
  if (isOpened(3389)) doubts.push('rdp_to_everyone')
  if (ip !== null && isShutOut(before, after, filters, ip)) doubts.push('shuts_you_out')
  return {
    changed: changed.map(({ id }) => id),
    exceeded: exceeded.find((each) => each !== null) ?? null,
    doubts,
  }
}

export const filtersOf = (firewall: StoredFirewall): Filters =>
  new Map(firewall.networks.map((network) => [network.id, expandRuleSets(firewall, network)]))

/** Where TCP on this port comes in from most of the internet, by all rules together: networks and addresses. */
function listOpenings(filters: Filters, port: number): Set<string> {
  const openings = new Set<string>()
  for (const [id, { rules }] of filters) {
    const letting = rules.filter((rule) => letsIn(rule, port))
    for (const destination of new Set(letting.flatMap((rule) => rule.destination ?? ['*']))) {
      const matching = letting.filter((rule) => rule.destination?.includes(destination) ?? true)
      const isWide = isMostOfTheInternet(matching.flatMap(({ source }) => source ?? everyone))
      if (isWide) openings.add(`${id} ${destination}`)
    }
  }
  return openings
}

export const letsIn = ({ direction, protocol, ports }: FirewallRuleSpec, port: number) =>
  direction === 'in' && (protocol === 'tcp' || protocol === 'any') && includesPort(ports, port)

/** Whether ranges are those of everyone or nearly, in one family at least. */
export const isEverywhere = (ranges: readonly string[] | null) =>
  ranges === null || isMostOfTheInternet(ranges)

/** Whether a server lets this address in by SSH before the change, and not after it. */
function isShutOut(
  before: StoredFirewall,
  after: StoredFirewall,
  filters: { before: Filters; after: Filters },
  ip: string,
): boolean {
  const source = withoutMapping(ip)
  const family = readAddress(source)?.family
  return before.servers.some(({ addresses }) =>
    addresses.some(({ networkId, address }) => {
      if (readAddress(address)?.family !== family) return false
      const letsIn = (firewall: StoredFirewall, all: Filters) => {
        const network = firewall.networks.find(({ id }) => id === networkId)
        const filter = all.get(networkId)
        const flow = { protocol: 'tcp', port: 22, source, destination: address } as const
        return network !== undefined && filter !== undefined && isFlowAllowed({ ...network, ...filter }, flow)
      }
      return letsIn(before, filters.before) && !letsIn(after, filters.after)
    }),
  )
}

/** `::ffff:203.0.113.7`, as sockets of both families report it, is `203.0.113.7`. */
const withoutMapping = (ip: string) => ip.replace(/^::ffff:(?=\d+\.)/i, '')
