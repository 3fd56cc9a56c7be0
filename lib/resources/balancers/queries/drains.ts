import { and, asc, eq, inArray, notInArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { type SagaState, sagas } from '~/db/schema/provisioning'
import { balancers, drainedServers } from '~/db/schema/resources/balancers'
import { instances } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

const openSagaStates: SagaState[] = ['running', 'undoing', 'parked']

/**
 * Those of these servers that are drained. A row of a saga that has ended does not count: a worker that lost the saga
 * wrote it too late, and no step is left to end it.
 */
export async function listDrainedServers(tx: Tx, ids: readonly Id<'instance'>[]): Promise<Id<'instance'>[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .select({ id: drainedServers.instanceId })
    .from(drainedServers)
    .innerJoin(sagas, eq(sagas.id, drainedServers.sagaId))
    .where(and(inArray(drainedServers.instanceId, [...ids]), inArray(sagas.state, openSagaStates)))
  return rows.map(({ id }) => id)
}

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

/** A repeated step finds its own row. What a saga that has ended left behind makes room. */
export async function insertDrain(tx: Tx, row: typeof drainedServers.$inferInsert): Promise<void> {
  const ended = tx.select({ id: sagas.id }).from(sagas).where(notInArray(sagas.state, openSagaStates))
  await tx
    .delete(drainedServers)
    .where(and(eq(drainedServers.instanceId, row.instanceId), inArray(drainedServers.sagaId, ended)))
  await tx.insert(drainedServers).values(row).onConflictDoNothing()
}

export async function endDrain(tx: Tx, id: Id<'instance'>, sagaId: Id<'saga'>): Promise<void> {
  await tx
    .delete(drainedServers)
    .where(and(eq(drainedServers.instanceId, id), eq(drainedServers.sagaId, sagaId)))
}
