import type { Tx } from '~/db/client'
import { releaseAddress } from '~/db/queries/hypervisors/network-ranges'
import { detachAddressesOf } from '~/db/queries/provisioning/public-addresses'
import type { Id } from '~/lib/kernel/ids'

/** A server that is gone holds no private address, and no public one leads to it; those stay their owner's. */
export async function letGoOfAddresses(tx: Tx, instanceId: Id<'instance'>): Promise<void> {
  await releaseAddress(tx, instanceId)
  await detachAddressesOf(tx, instanceId)
}
