import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { balancerBackends, balancers } from '~/db/schema/resources/balancers'
import type { Id } from '~/lib/kernel/ids'

/** The load balancers in whose pools the server was last observed. */
export async function listBalancersOfServer(tx: Tx, id: Id<'instance'>) {
  return tx
    .select({ id: balancers.id, name: balancers.name })
    .from(balancerBackends)
    .innerJoin(balancers, eq(balancers.id, balancerBackends.balancerId))
    .where(and(eq(balancerBackends.instanceId, id), eq(balancers.state, 'active')))
    .orderBy(asc(balancers.name), asc(balancers.id))
}
