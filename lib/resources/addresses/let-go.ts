import type { Tx } from '~/db/client'
import { releaseAddress } from '~/lib/hypervisors/rows'
import type { Id } from '~/lib/kernel/ids'
import { detachAddressesOf } from './queries/public-addresses'

/** A server that is gone holds no private address, and no public one leads to it; those stay their owner's. */
export async function letGoOfAddresses(tx: Tx, instanceId: Id<'instance'>): Promise<void> {
  await releaseAddress(tx, instanceId)
  await detachAddressesOf(tx, instanceId)
}
