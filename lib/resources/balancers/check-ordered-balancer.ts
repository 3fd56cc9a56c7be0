import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { findSettingsFault, type SettingsFault } from './find-settings-fault'
import { findFreeAddress, findNetworkOfBalancer } from './queries/ordered'
import { listBalancerZones } from './queries/read-balancers'
import type { OrderedBalancerInput } from './schema'

/** The first fault of a balancer in an order, with its field; null when there is none. */
export async function findOrderedBalancerFault(
  tx: Tx,
  { projectId, zoneId }: { projectId: Id<'project'>; zoneId: Id<'zone'> },
  { networkId, addressId, settings }: OrderedBalancerInput,
  now: Date,
): Promise<SettingsFault | null> {
  const zones = (await listBalancerZones(tx)).filter(({ hasBalancers }) => hasBalancers)
  if (!zones.some(({ id }) => id === zoneId)) {
    const field = 'zoneId'
    if (zones.length === 0) return { field, reason: 'no_zone_with_balancers' }
    const names = zones.map(({ name, code }) => `${name} (${code})`).join(', ')
    return { field, reason: 'zone_without_balancers', params: { zones: names } }
  }
  const network = await findNetworkOfBalancer(tx, networkId, { projectId, zoneId })
  if (!network) return { field: 'networkId', reason: 'network_other_place' }
  if (!network.hasExit) return { field: 'networkId', reason: 'network_without_exit' }
  const fault = await findSettingsFault(tx, { projectId, zoneId, networkId }, settings, { now })
  if (fault) return { ...fault, field: `settings.${fault.field}` }
  if (addressId && !(await findFreeAddress(tx, addressId, { projectId, zoneId })))
    return { field: 'addressId', reason: 'address_not_free' }
  return null
}
