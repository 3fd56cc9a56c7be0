import { and, asc, eq, gt } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { privateAddresses, privateNetworks } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

/** The networks of a server besides that of its first card, with its addresses and position there. */
export async function listFurtherCards(tx: Tx, instanceId: Id<'instance'>) {
  return tx
    .select({
      network: privateNetworks,
      address: privateAddresses.address,
      address6: privateAddresses.address6,
      position: privateAddresses.position,
    })
    .from(privateAddresses)
    .innerJoin(privateNetworks, eq(privateNetworks.id, privateAddresses.networkId))
    .where(and(eq(privateAddresses.instanceId, instanceId), gt(privateAddresses.position, 0)))
    .orderBy(asc(privateAddresses.position))
}
