import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { findListenerFault } from './listeners'
import { findFreeAddress, findNetworkOfBalancer } from './queries/ordered'
import type { OrderedBalancerInput } from './schema'

/** The first fault of a balancer in an order, with its field; null when there is none. */
export async function findOrderedBalancerFault(
  tx: Tx,
  { projectId, zoneId }: { projectId: Id<'project'>; zoneId: Id<'zone'> },
  { networkId, addressId, settings }: OrderedBalancerInput,
): Promise<{ field: string; reason: string } | null> {
  const plain = settings.listeners.map((each) => ({ ...each, certificateId: null, redirectsToHttps: false }))
  const fault = findListenerFault(plain)
  if (fault) return { field: `settings.listeners.${fault.at}`, reason: fault.reason }
  const { check } = settings.pool
  if (check.protocol === 'http' && check.path === null)
    return { field: 'settings.pool.check.path', reason: 'required' }
  const network = await findNetworkOfBalancer(tx, networkId, { projectId, zoneId })
  if (!network) return { field: 'networkId', reason: 'network_other_place' }
  if (!network.hasExit) return { field: 'networkId', reason: 'network_without_exit' }
  if (addressId && !(await findFreeAddress(tx, addressId, { projectId, zoneId })))
    return { field: 'addressId', reason: 'address_not_free' }
  return null
}
