import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { balancers, drainedServers } from '~/db/schema/resources/balancers'
import { instances } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type PlacedBalancer = Awaited<ReturnType<typeof listBalancersOfServer>>[number]

/** The working balancers of the server's project and zone. */
export async function listBalancersOfServer(tx: Tx, id: Id<'instance'>) {
  return tx
    .select({
      id: balancers.id,
      projectId: balancers.projectId,
      zoneId: balancers.zoneId,
      networkId: balancers.networkId,
      settings: balancers.settings,
    })
    .from(balancers)
    .innerJoin(
      instances,
      and(eq(instances.projectId, balancers.projectId), eq(instances.zoneId, balancers.zoneId)),
    )
    .where(and(eq(instances.id, id), eq(balancers.state, 'active')))
    .orderBy(asc(balancers.id))
}

/** A repeated step finds its own row. */
export async function insertDrain(tx: Tx, row: typeof drainedServers.$inferInsert): Promise<void> {
  await tx.insert(drainedServers).values(row).onConflictDoNothing()
}

export async function endDrain(tx: Tx, id: Id<'instance'>, sagaId: Id<'saga'>): Promise<void> {
  await tx
    .delete(drainedServers)
    .where(and(eq(drainedServers.instanceId, id), eq(drainedServers.sagaId, sagaId)))
}
