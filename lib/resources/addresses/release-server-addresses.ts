import type { Tx } from '~/db/client'
import { releasePrivateAddress } from '~/lib/hypervisors/rows'
import type { Id } from '~/lib/kernel/ids'
import { detachAddressesOf } from './queries/public-addresses'

/** Releases a deleted server's private address and detaches its public ones, which stay reserved. */
export async function releaseServerAddresses(tx: Tx, instanceId: Id<'instance'>): Promise<void> {
  await releasePrivateAddress(tx, instanceId)
  await detachAddressesOf(tx, instanceId)
}
