import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { NetworkFilter } from '../port/firewall'
import { expandRuleSets } from './expand-rule-sets'
import { readFirewalls } from './queries/read-firewalls'

/** The filters of all networks of these projects by the rule sets, as this transaction sees them. */
export async function readFilters(
  tx: Tx,
  projectIds: readonly Id<'project'>[],
): Promise<Map<string, NetworkFilter>> {
  const firewalls = await readFirewalls(tx, projectIds)
  return new Map(
    firewalls.flatMap((firewall) =>
      firewall.networks.map((network) => [network.id, expandRuleSets(firewall, network)] as const),
    ),
  )
}
