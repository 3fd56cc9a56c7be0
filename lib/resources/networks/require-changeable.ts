import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { hasNetworkToJoin, listHostsHoldingNetworks } from './queries/held-networks'

/**
 * Checks that networks of the zone and targets of its public addresses can be changed now. Networks on OVN span all hosts,
 * and while one is dead the hypervisor makes no such change; rules are not affected.
 *
 * @throws DomainError `state_forbids` with the hosts that do not answer
 */
export async function requireChangeableNetworks(tx: Tx, zoneId: Id<'zone'>): Promise<void> {
  const hosts = await listHostsHoldingNetworks(tx, zoneId)
  if (hosts.length > 0)
    throw new DomainError('state_forbids', {
      params: { reason: 'networks_held', hosts: hosts.join(', ') },
    })
}

/**
 * The same for the first server of a project in the zone, unless its network is there or made in advance.
 *
 * @throws DomainError `state_forbids`
 */
export async function requireNetworkToJoin(
  tx: Tx,
  place: { projectId: Id<'project'>; zoneId: Id<'zone'> },
): Promise<void> {
  if (!(await hasNetworkToJoin(tx, place))) await requireChangeableNetworks(tx, place.zoneId)
}
