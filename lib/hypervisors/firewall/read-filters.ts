import type { Tx } from '~/db/client'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { FirewallRuleSpec, NetworkFilter } from '../port/firewall'
import { expandRuleSets } from './expand-rule-sets'
import { readBalancerPorts } from './queries/read-balancer-ports'
import { readFirewalls } from './queries/read-firewalls'
import type { FirewallNetwork } from './rule-set'

type Ported = Awaited<ReturnType<typeof readBalancerPorts>>[number]

/**
 * The filters of all networks of these projects by the rule sets, as this transaction sees them. A load balancer is
 * reached on its listeners, and reaches the servers of its network, without a rule of the customer.
 */
export async function readFilters(
  tx: Tx,
  projectIds: readonly Id<'project'>[],
): Promise<Map<string, NetworkFilter>> {
  const firewalls = await readFirewalls(tx, projectIds)
  const balancers = await readBalancerPorts(tx, projectIds)
  return new Map(
    firewalls.flatMap((firewall) =>
      firewall.networks.map((network) => {
        const filter = expandRuleSets(firewall, network)
        const own = balancers.filter(({ networkId }) => networkId === network.id)
        const reached = own.flatMap(reaching(network, filter))
        const rules = [...filter.rules, ...own.map(listening), ...reached, ...pairing(own, filter)]
        return [network.id, { ...filter, rules }] as const
      }),
    ),
  )
}

const listening = ({ settings, address }: Ported): FirewallRuleSpec => ({
  direction: 'in',
  protocol: 'tcp',
  ports: settings.listeners
    .map(({ port }) => port)
    .sort((a, b) => a - b)
    .join(','),
  source: null,
  destination: [`${address}/32`],
})

/** Where the network filters inside, its servers need a rule to hear their balancer, and so does it where traffic out is listed. */
const reaching =
  ({ range }: FirewallNetwork, { filtersInside, egress }: NetworkFilter) =>
  ({ settings, address }: Ported): FirewallRuleSpec[] => {
    if (!filtersInside) return []
    const ports = String(settings.pool.serverPort)
    const way = { protocol: 'tcp', ports, source: [`${address}/32`], destination: [range] } as const
    return (egress === 'listed' ? (['in', 'out'] as const) : (['in'] as const)).map((direction) => ({
      direction,
      ...way,
    }))
  }

/** Where the network filters inside, the parts of a balancer need a rule to notice that the other one is dead. */
function pairing(own: readonly Ported[], { filtersInside, egress }: NetworkFilter): FirewallRuleSpec[] {
  if (!filtersInside) return []
  return [...groupedBy(own, ({ balancerId }) => balancerId).values()].flatMap((parts) => {
    const addresses = parts.map(({ address }) => `${address}/32`)
    const way = { protocol: 'any', ports: null, source: addresses, destination: addresses } as const
    return (egress === 'listed' ? (['in', 'out'] as const) : (['in'] as const)).map((direction) => ({
      direction,
      ...way,
    }))
  })
}
