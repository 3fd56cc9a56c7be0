import { and, asc, desc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { drifts } from '~/db/schema/hypervisors'
import { staffAccounts } from '~/db/schema/identity/identity'
import { rowLosses } from '~/db/schema/recovery'
import type { Id } from '~/lib/kernel/ids'

export type RowLossRow = typeof rowLosses.$inferSelect
type LosableRow = { organisationId: Id<'organisation'>; projectId: Id<'project'>; name: string }

/** Locks nothing: the unique index and the worker's checks decide. By id, so that two people never wait for each other. */
export async function listOpenDrifts(tx: Tx, ids: readonly Id<'drift'>[]) {
  return tx
    .select()
    .from(drifts)
    .where(and(inArray(drifts.id, [...ids]), eq(drifts.state, 'open')))
    .orderBy(asc(drifts.id))
}

/** The organisation, project and name of each of these servers, volumes, backups and images. */
export async function listResources(tx: Tx, ids: readonly string[]): Promise<Map<string, LosableRow>> {
  if (ids.length === 0) return new Map()
  const wanted = sql`any(array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::text[])`
  const rows = await tx.execute<LosableRow & { id: string }>(sql`
    select id, organisation_id as "organisationId", project_id as "projectId", name from instances where id = ${wanted}
    union all select id, organisation_id, project_id, name from volumes where id = ${wanted}
    union all select id, organisation_id, project_id, name from volume_backups where id = ${wanted}
    union all select id, organisation_id, project_id, name from private_images where id = ${wanted}`)
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

/** Returns false when one is open for this resource. */
export async function insertLoss(tx: Tx, row: typeof rowLosses.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(rowLosses).values(row).onConflictDoNothing().returning({ id: rowLosses.id })
  return rows.length > 0
}

/** Proposals that no one has decided on, locked in the order of their ids. */
export async function lockProposed(tx: Tx, ids: readonly Id<'rowLoss'>[]): Promise<RowLossRow[]> {
  return tx
    .select()
    .from(rowLosses)
    .where(and(inArray(rowLosses.id, [...ids]), eq(rowLosses.state, 'proposed')))
    .orderBy(asc(rowLosses.id))
    .for('update')
}

/** Proposals for these resources whose difference has ended, locked in the order of their ids. */
export async function lockOutdated(tx: Tx, subjects: readonly string[]): Promise<RowLossRow[]> {
  const open = tx.select({ id: drifts.id }).from(drifts).where(eq(drifts.state, 'open'))
  return tx
    .select()
    .from(rowLosses)
    .where(
      and(
        inArray(rowLosses.subject, [...subjects]),
        eq(rowLosses.state, 'proposed'),
        notInArray(rowLosses.driftId, open),
      ),
    )
    .orderBy(asc(rowLosses.id))
    .for('update')
}

export async function decideLoss(
  tx: Tx,
  id: Id<'rowLoss'>,
  decision: { state: 'waiting' | 'withdrawn'; decidedByStaffId: Id<'staff'>; decidedAt: Date },
): Promise<void> {
  await tx.update(rowLosses).set(decision).where(eq(rowLosses.id, id))
}

/** Agreed losses of an organisation that wait for a worker, locked; another worker's are left out. */
export async function lockWaitingLosses(
  tx: Tx,
  organisationId: Id<'organisation'>,
  limit: number,
): Promise<RowLossRow[]> {
  return tx
    .select()
    .from(rowLosses)
    .where(and(eq(rowLosses.organisationId, organisationId), eq(rowLosses.state, 'waiting')))
    .orderBy(asc(rowLosses.id))
    .limit(limit)
    .for('update', { skipLocked: true })
}

export async function findDrift(tx: Tx, id: Id<'drift'>) {
  const [row] = await tx.select().from(drifts).where(eq(drifts.id, id))
  return row ?? null
}

export async function endLoss(
  tx: Tx,
  id: Id<'rowLoss'>,
  end: Pick<RowLossRow, 'lostAt' | 'refusal' | 'endedAt'> & { state: 'done' | 'refused' },
): Promise<void> {
  await tx.update(rowLosses).set(end).where(eq(rowLosses.id, id))
}

/** Losses of an organisation that it is not notified of, locked in the order of their ids. */
export async function lockUnnotified(tx: Tx, organisationId: Id<'organisation'>): Promise<RowLossRow[]> {
  return tx
    .select()
    .from(rowLosses)
    .where(
      and(
        eq(rowLosses.organisationId, organisationId),
        eq(rowLosses.state, 'done'),
        isNull(rowLosses.notifiedAt),
      ),
    )
    .orderBy(asc(rowLosses.id))
    .for('update')
}

export async function markNotified(tx: Tx, ids: readonly Id<'rowLoss'>[], notifiedAt: Date): Promise<void> {
  await tx
    .update(rowLosses)
    .set({ notifiedAt })
    .where(inArray(rowLosses.id, [...ids]))
}

/** The last proposal for each of these differences, with who made it. */
export async function listLastLosses(tx: Tx, driftIds: readonly Id<'drift'>[]) {
  if (driftIds.length === 0) return []
  return tx
    .selectDistinctOn([rowLosses.driftId], { loss: rowLosses, proposedBy: staffAccounts.fullName })
    .from(rowLosses)
    .innerJoin(staffAccounts, eq(staffAccounts.id, rowLosses.proposedByStaffId))
    .where(inArray(rowLosses.driftId, [...driftIds]))
    .orderBy(rowLosses.driftId, desc(rowLosses.proposedAt), desc(rowLosses.id))
}
