import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { FirewallRuleSpec, NetworkFilter } from '../port/firewall'
import { expandRuleSets } from './expand-rule-sets'
import { readBalancerPorts } from './queries/read-balancer-ports'
import { readFirewalls } from './queries/read-firewalls'

/**
 * The filters of all networks of these projects by the rule sets, as this transaction sees them. A load balancer is
 * reached on its listeners without a rule of the customer.
 */
export async function readFilters(
  tx: Tx,
  projectIds: readonly Id<'project'>[],
): Promise<Map<string, NetworkFilter>> {
  const firewalls = await readFirewalls(tx, projectIds)
  const balancers = await readBalancerPorts(tx, projectIds)
  const listening = (networkId: string): FirewallRuleSpec[] =>
    balancers
      .filter((each) => each.networkId === networkId)
      .map(({ settings, address }) => ({
        direction: 'in',
        protocol: 'tcp',
        ports: settings.listeners
          .map(({ port }) => port)
          .sort((a, b) => a - b)
          .join(','),
        source: null,
        destination: [`${address}/32`],
      }))
  return new Map(
    firewalls.flatMap((firewall) =>
      firewall.networks.map((network) => {
        const filter = expandRuleSets(firewall, network)
        return [network.id, { ...filter, rules: [...filter.rules, ...listening(network.id)] }] as const
      }),
    ),
  )
}
