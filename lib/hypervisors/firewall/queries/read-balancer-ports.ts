import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { balancerAddresses, balancers } from '~/db/schema/resources/balancers'
import type { Id } from '~/lib/kernel/ids'

/** What the balancers of these projects listen on, with their addresses on their networks. */
export async function readBalancerPorts(tx: Tx, projectIds: readonly Id<'project'>[]) {
  return tx
    .select({
      balancerId: balancers.id,
      networkId: balancers.networkId,
      settings: balancers.settings,
      address: balancerAddresses.address,
    })
    .from(balancers)
    .innerJoin(balancerAddresses, eq(balancerAddresses.balancerId, balancers.id))
    .where(
      and(inArray(balancers.projectId, [...projectIds]), inArray(balancers.state, ['creating', 'active'])),
    )
    .orderBy(asc(balancers.id), asc(balancerAddresses.position))
}
