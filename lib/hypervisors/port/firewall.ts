import { type Cidr, contains, readAddress, readCidr } from '~/lib/kernel/net/cidr'
import { includesPort } from '~/lib/kernel/net/ports'

export const firewallDirections = ['in', 'out'] as const
export const firewallProtocols = ['tcp', 'udp', 'icmp', 'any'] as const
export type FirewallDirection = (typeof firewallDirections)[number]
export type FirewallProtocol = (typeof firewallProtocols)[number]

/**
 * Traffic that a network lets in or out. `source` and `destination` are ranges of one family, the same for both; null is
 * every address of either family. `ports` is `443`, `22,8000-8100`, or null for all; `icmp` is ICMP and ICMPv6.
 */
export type FirewallRuleSpec = {
  direction: FirewallDirection
  protocol: FirewallProtocol
  ports: string | null
  source: readonly string[] | null
  destination: readonly string[] | null
}

/** The filter of one network, in address ranges only. */
export type NetworkFilter = {
  rules: readonly FirewallRuleSpec[]
  /** `listed`: only traffic that an `out` rule allows leaves the network; `open`: all does. */
  egress: 'open' | 'listed'
  /** Whether traffic between two servers of the network is filtered too: out at the sender, in at the receiver. */
  filtersInside: boolean
}

/** Lets nothing in and everything out: the filter of a network without rules. */
export const closedFilter: NetworkFilter = { rules: [], egress: 'open', filtersInside: false }

/** Lets nothing in and nothing out: the filter of a network without a way out. */
export const sealedFilter: NetworkFilter = { rules: [], egress: 'listed', filtersInside: false }

/** A new connection, or an ICMP echo (`port` null), by the addresses that the network's servers hold. */
export type Flow = {
  protocol: 'tcp' | 'udp' | 'icmp'
  port: number | null
  source: string
  destination: string
}

type FilteredNetwork = NetworkFilter & { range: string; range6?: string | null }

/** Whether the network lets this new connection pass. A flow that does not touch the network is not allowed. Pure. */
export const isFlowAllowed = (network: FilteredNetwork, flow: Flow): boolean => compileFilter(network)(flow)

/** `isFlowAllowed` for many flows of one network. Pure. */
export function compileFilter(network: FilteredNetwork): (flow: Flow) => boolean {
  const own = toCidrs([network.range, ...(network.range6 ? [network.range6] : [])])
  const rules = network.rules.map((rule) => ({
    ...rule,
    source: rule.source && toCidrs(rule.source),
    destination: rule.destination && toCidrs(rule.destination),
  }))
  return ({ protocol, port, ...flow }) => {
    const [source, destination] = [readAddress(flow.source), readAddress(flow.destination)]
    if (!source || !destination || source.family !== destination.family) return false
    const isIn = (ranges: readonly Cidr[], address: typeof source) =>
      ranges.some((range) => contains(range, address))
    const isAllowed = (direction: FirewallDirection) =>
      rules.some(
        (rule) =>
          rule.direction === direction &&
          (rule.protocol === 'any' || rule.protocol === protocol) &&
          (rule.ports === null || (port !== null && includesPort(rule.ports, port))) &&
          (rule.source === null || isIn(rule.source, source)) &&
          (rule.destination === null || isIn(rule.destination, destination)),
      )
    const [isFrom, isTo] = [isIn(own, source), isIn(own, destination)]
    if (isFrom && isTo && !network.filtersInside) return true
    if (!isFrom && !isTo) return false
    return (!isFrom || network.egress === 'open' || isAllowed('out')) && (!isTo || isAllowed('in'))
  }
}

const toCidrs = (ranges: readonly string[]) => ranges.flatMap((range) => readCidr(range) ?? [])
