import { eq, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { networkPeerings } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

/** The networks that this one is peered with. */
export async function listPeers(tx: Tx, id: Id<'network'>) {
  const { networkId, peerId, organisationId } = networkPeerings
  return tx
    .select({
      networkId: sql<Id<'network'>>`case when ${networkId} = ${id} then ${peerId} else ${networkId} end`,
      organisationId,
    })
    .from(networkPeerings)
    .where(or(eq(networkId, id), eq(peerId, id)))
    .orderBy(sql`1`)
}
