import type { Tx } from '~/db/client'
import type { BundleView } from '~/lib/catalogue/client'
import type { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { isServerAddress, serverAddresses } from '~/lib/resources/client'
import { findOpenNetwork, isAddressTaken } from '~/lib/resources/rows'
import type { OrderLineInput } from '../schema'

type Refuse = (field: string, reason: string, more?: Record<string, string>) => DomainError

/**
 * Checks the network that the servers of a line are ordered on, and the address there. Another order may still take the
 * address, which undoes this one.
 *
 * @throws DomainError `invalid_input` of the field
 */
export async function checkNetwork(
  tx: Tx,
  projectId: Id<'project'>,
  line: OrderLineInput,
  bundle: BundleView,
  refuse: Refuse,
): Promise<void> {
  const { networkId, privateAddress } = line
  if (!networkId) {
    if (privateAddress) throw refuse('privateAddress', 'private_address_network')
    return
  }
  if (bundle.kind === 'storage' || bundle.kind === 'address')
    throw refuse('networkId', 'only_servers_have_networks')
  const network = await findOpenNetwork(tx, networkId)
  if (network?.projectId !== projectId || network.zoneId !== line.zoneId)
    throw refuse('networkId', 'unknown_network')
  if (line.publicAddress && !network.hasExit) throw refuse('publicAddress', 'network_no_exit')
  if (!privateAddress) return
  if (line.quantity > 1) throw refuse('privateAddress', 'private_address_single')
  if (!isServerAddress(network.range, privateAddress)) {
    const { first, last } = serverAddresses(network.range) ?? { first: '', last: '' }
    throw refuse('privateAddress', 'private_address_range', { first, last })
  }
  if (await isAddressTaken(tx, networkId, privateAddress))
    throw refuse('privateAddress', 'private_address_taken')
}
