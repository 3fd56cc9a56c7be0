import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { hostLosses, hosts } from '~/db/schema/inventory'
import { serverRecoveries } from '~/db/schema/planning'
import { instances, stateTransitions } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type RecoveryRow = typeof serverRecoveries.$inferSelect

/**
 * Servers on hosts that are lost and forgotten, not marked yet. A server with an operation in progress, or with one on
 * its volumes or snapshots, is marked once that has ended.
 */
export async function listServersToMark(tx: Tx, only?: readonly Id<'instance'>[]) {
  const live = sql`s.state in ('running', 'undoing', 'parked')`
  return tx
    .select({
      id: instances.id,
      organisationId: instances.organisationId,
      lossId: hostLosses.id,
      silentSince: hostLosses.silentSince,
    })
    .from(instances)
    .innerJoin(hostLosses, and(eq(hostLosses.hostId, instances.hostId), isNull(hostLosses.endedAt)))
    .where(
      and(
        sql`${hostLosses.forgottenAt} is not null`,
        inArray(instances.state, ['running', 'stopped', 'in_rescue']),
        only ? inArray(instances.id, [...only]) : sql`true`,
        sql`not exists (select from sagas s where s.resource_id = ${instances.id} and ${live})`,
        sql`not exists (select from instance_snapshots c where c.instance_id = ${instances.id}
          and c.state in ('creating', 'deleting'))`,
        sql`not exists (select from volumes v join sagas s on s.resource_id = v.id and ${live}
          where v.attached_instance_id = ${instances.id})`,
        sql`not exists (select from volumes v join volume_snapshots c on c.volume_id = v.id
          and c.state in ('creating', 'deleting') where v.attached_instance_id = ${instances.id})`,
      ),
    )
    .orderBy(asc(instances.id))
}

/** The instant of the last change of state of a resource. */
export async function findLastTransitionAt(tx: Tx, resourceId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: sql<Date>`max(${stateTransitions.effectiveAt})`.mapWith(stateTransitions.effectiveAt) })
    .from(stateTransitions)
    .where(eq(stateTransitions.resourceId, resourceId))
  return row?.at ?? null
}

/** False when the server has a recovery that waits or runs. */
export async function insertRecovery(tx: Tx, row: typeof serverRecoveries.$inferInsert): Promise<boolean> {
  const rows = await tx
    .insert(serverRecoveries)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: serverRecoveries.id })
  return rows.length > 0
}

export async function listWaitingRecoveries(tx: Tx): Promise<Id<'serverRecovery'>[]> {
  const rows = await tx
    .select({ id: serverRecoveries.id })
    .from(serverRecoveries)
    .where(eq(serverRecoveries.state, 'waiting'))
    .orderBy(asc(serverRecoveries.requestedAt), asc(serverRecoveries.id))
    .limit(100)
  return rows.map(({ id }) => id)
}

/** The recovery while it waits, locked; null when another worker has it or it has started. */
export async function lockWaitingRecovery(tx: Tx, id: Id<'serverRecovery'>): Promise<RecoveryRow | null> {
  const [row] = await tx
    .select()
    .from(serverRecoveries)
    .where(and(eq(serverRecoveries.id, id), eq(serverRecoveries.state, 'waiting')))
    .for('no key update', { skipLocked: true })
  return row ?? null
}

export async function updateRecovery(
  tx: Tx,
  id: Id<'serverRecovery'>,
  set: Partial<Pick<RecoveryRow, 'state' | 'sagaId' | 'failureCode' | 'endedAt'>>,
): Promise<void> {
  await tx.update(serverRecoveries).set(set).where(eq(serverRecoveries.id, id))
}

/** Ends the recovery that this saga carries out. */
export async function endRecoveryOfSaga(
  tx: Tx,
  sagaId: Id<'saga'>,
  end: { state: 'done' | 'failed'; failureCode: string | null; endedAt: Date },
): Promise<void> {
  await tx.update(serverRecoveries).set(end).where(eq(serverRecoveries.sagaId, sagaId))
}

/** An open loss and its host, without a lock. */
export async function findLoss(tx: Tx, id: Id<'hostLoss'>) {
  const [row] = await tx
    .select({ loss: hostLosses, hostName: hosts.name, zoneId: hosts.zoneId })
    .from(hostLosses)
    .innerJoin(hosts, eq(hosts.id, hostLosses.hostId))
    .where(eq(hostLosses.id, id))
  return row ?? null
}

/**
 * Ended recoveries whose customers were not notified, of organisations without another one in progress for the same
 * loss; each is marked for the caller.
 */
export async function takeEndedRecoveries(tx: Tx, now: Date) {
  const rows = await tx.execute<{
    organisationId: Id<'organisation'>
    projectId: Id<'project'>
    name: string
    state: 'done' | 'failed'
  }>(sql`
    with taken as (
      update server_recoveries r set notified_at = ${now.toISOString()}::timestamptz
      where r.id in (select e.id from server_recoveries e where e.ended_at is not null and e.notified_at is null
          and not exists (select from server_recoveries o where o.loss_id = e.loss_id
            and o.organisation_id = e.organisation_id and o.state in ('waiting', 'running'))
        for update skip locked)
      returning r.instance_id, r.organisation_id, r.state)
    select t.organisation_id as "organisationId", i.project_id as "projectId", i.name, t.state
    from taken t join instances i on i.id = t.instance_id order by i.name, i.id`)
  return [...rows]
}

/** Whether the server's host is lost, and its hypervisor has given up its records. */
export async function isHostForgotten(tx: Tx, instanceId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: hostLosses.id })
    .from(hostLosses)
    .innerJoin(instances, eq(instances.hostId, hostLosses.hostId))
    .where(
      and(
        sql`${instances.id} = ${instanceId}`,
        isNull(hostLosses.endedAt),
        sql`${hostLosses.forgottenAt} is not null`,
      ),
    )
  return row !== undefined
}
