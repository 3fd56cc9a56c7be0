import type { Tx } from '~/db/client'
import { servesWithout } from '~/lib/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import { listBalancersOfServer } from './queries/balancers-of-server'
import { listBackendsOf } from './queries/read-balancers'
import type { ServerBalancer } from './views'

/** The load balancers in whose pools the server was last observed. */
export async function readBalancersOfServer(tx: Tx, instanceId: Id<'instance'>): Promise<ServerBalancer[]> {
  const balancers = await listBalancersOfServer(tx, instanceId)
  const backends = await listBackendsOf(
    tx,
    balancers.map(({ id }) => id),
  )
  return balancers.map(({ id, name }) => {
    const pool = backends.filter(({ balancerId }) => balancerId === id)
    const health = pool.find((backend) => backend.instanceId === instanceId)?.health ?? 'unknown'
    return { id, name, health, isLast: health === 'up' && !servesWithout(pool, instanceId) }
  })
}
