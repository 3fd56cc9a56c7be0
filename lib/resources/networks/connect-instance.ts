import type { Tx } from '~/db/client'
import type { NetworkSpec } from '~/lib/hypervisors'
import { DriverError } from '~/lib/hypervisors'
import { toNetworkSpec } from '~/lib/hypervisors/rows'
import { type Id, newId } from '~/lib/kernel/ids'
import { systemContext } from '~/lib/kernel/system-context'
import { openOrderedSsh } from './open-ordered-ssh'
import { findOpenNetwork } from './queries/named-networks'
import { ensureAddress, ensureNetwork, findCard, findNetworkPlace } from './queries/networks'

/**
 * The network and address of this server. Its order assigned them (`connect-ordered.ts`); after a failed creation, or for
 * an order placed before the zone was compared, this does: on the network that it was ordered on.
 *
 * @throws DriverError `capacity` when the zone has no range left, the network no address, or the network was deleted;
 * `hypervisor_unreachable` while no range may be assigned, after rows were lost
 */
export async function connectInstance(
  tx: Tx,
  instanceId: Id<'instance'>,
  now: Date,
): Promise<{ network: NetworkSpec; address: string; address6: string | null }> {
  const known = await findCard(tx, instanceId)
  if (known) return { ...known, network: await toNetworkSpec(tx, known.network) }
  const { networkId, privateAddress, ...place } = await findNetworkPlace(tx, instanceId)
  const chosen = networkId && (await findOpenNetwork(tx, networkId))
  if (networkId && !chosen) throw new DriverError('capacity', { rawText: 'the chosen network was deleted' })
  const network =
    chosen || (await ensureNetwork(tx, { ...place, id: newId('network', now.getTime()), createdAt: now }))
  if (network === 'not_compared') throw notCompared()
  if (network === 'none_free')
    throw new DriverError('capacity', { rawText: 'every private range of the zone is taken' })
  const addresses = await ensureAddress(tx, network, instanceId, {
    address: chosen ? privateAddress : null,
    now,
  })
  if (addresses === 'not_compared') throw notCompared()
  if (!addresses) throw new DriverError('capacity', { rawText: `every address of ${network.range} is taken` })
  // Once: a rule that the customer removed since stays removed.
  await openOrderedSsh(tx, systemContext('saga', now), network, [instanceId])
  const { address, address6 } = addresses
  return { network: await toNetworkSpec(tx, network), address, address6 }
}

const notCompared = () => new DriverError('hypervisor_unreachable', { params: { driver: 'recovery' } })
