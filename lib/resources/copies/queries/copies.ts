import { and, asc, count, desc, eq, exists, gt, inArray, isNull, notInArray, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { monthlyCentsOf, snapshotMeters } from '~/db/expressions/monthly-cents'
import { usageIntervals, volumes } from '~/db/schema/resources/compute'
import { type SnapshotState, volumeSnapshots } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'
import { listBackupsOnTheWay } from '../backups/queries/backups'

export type SnapshotRow = typeof volumeSnapshots.$inferSelect
export type NewSnapshotRow = typeof volumeSnapshots.$inferInsert

const ended: SnapshotState[] = ['deleted', 'failed']
const moving: SnapshotState[] = ['creating', 'deleting']

export async function insertSnapshot(tx: Tx, row: NewSnapshotRow): Promise<void> {
  await tx.insert(volumeSnapshots).values(row)
}

export async function findSnapshot(tx: Tx, id: Id<'snapshot'>): Promise<SnapshotRow | null> {
  const [row] = await tx.select().from(volumeSnapshots).where(eq(volumeSnapshots.id, id))
  return row ?? null
}

export async function lockSnapshotRow(tx: Tx, id: Id<'snapshot'>): Promise<SnapshotRow | null> {
  const [row] = await tx.select().from(volumeSnapshots).where(eq(volumeSnapshots.id, id)).for('update')
  return row ?? null
}

/** Changes the row if it still is in `from`; answers the new row, or null when it was not. */
export async function updateSnapshot(
  tx: Tx,
  id: Id<'snapshot'>,
  from: SnapshotState,
  set: Partial<NewSnapshotRow>,
): Promise<SnapshotRow | null> {
  const [row] = await tx
    .update(volumeSnapshots)
    .set(set)
    .where(and(eq(volumeSnapshots.id, id), eq(volumeSnapshots.state, from)))
    .returning()
  return row ?? null
}

/** How many snapshots of a volume there are, and how many of them are on their way. */
export async function countSnapshots(
  tx: Tx,
  volumeId: Id<'volume'>,
): Promise<{ held: number; moving: number }> {
  const [row] = await tx
    .select({
      held: count(),
      moving: sql<number>`count(*) filter (where ${inArray(volumeSnapshots.state, moving)})::int`,
    })
    .from(volumeSnapshots)
    .where(and(eq(volumeSnapshots.volumeId, volumeId), notInArray(volumeSnapshots.state, ended)))
  return row ?? { held: 0, moving: 0 }
}

/** How many copies and backups are on their way from this volume, and how many of them from a snapshot of it. */
export async function countCopies(
  tx: Tx,
  volumeId: Id<'volume'>,
): Promise<{ copying: number; ofSnapshot(id: Id<'snapshot'>): number }> {
  const rows = await tx
    .select({ snapshotId: volumes.sourceSnapshotId })
    .from(volumes)
    .where(and(eq(volumes.sourceVolumeId, volumeId), eq(volumes.state, 'creating')))
    .unionAll(listBackupsOnTheWay(tx, volumeId))
  return {
    copying: rows.length,
    ofSnapshot: (id) => rows.filter((row) => row.snapshotId === id).length,
  }
}

/** Those of a volume that stand or are on their way, in the order of their ids. */
export async function listHeldSnapshots(tx: Tx, volumeId: Id<'volume'>): Promise<SnapshotRow[]> {
  return tx
    .select()
    .from(volumeSnapshots)
    .where(and(eq(volumeSnapshots.volumeId, volumeId), notInArray(volumeSnapshots.state, ended)))
    .orderBy(asc(volumeSnapshots.id))
}

/** What a volume's page lists, newest first: those that were deleted are not. */
export async function listShownSnapshots(tx: Tx, volumeId: Id<'volume'>, now: Date, limit: number) {
  const { bundleId, orderLineId } = volumeSnapshots
  return tx
    .select({
      snapshot: volumeSnapshots,
      monthlyCents: monthlyCentsOf({ bundleId, orderLineId }, snapshotMeters, now),
    })
    .from(volumeSnapshots)
    .where(and(eq(volumeSnapshots.volumeId, volumeId), sql`${volumeSnapshots.state} <> 'deleted'`))
    .orderBy(desc(volumeSnapshots.createdAt), desc(volumeSnapshots.id))
    .limit(limit)
}

/** The snapshots of a volume that were metered after `from`, oldest first. */
export async function listSnapshotNames(tx: Tx, volumeId: Id<'volume'>, from: Date) {
  return tx
    .select({ id: volumeSnapshots.id, name: volumeSnapshots.name })
    .from(volumeSnapshots)
    .where(
      and(
        eq(volumeSnapshots.volumeId, volumeId),
        exists(
          tx
            .select({ one: sql`1` })
            .from(usageIntervals)
            .where(
              and(
                eq(usageIntervals.resourceId, volumeSnapshots.id),
                or(isNull(usageIntervals.endedAt), gt(usageIntervals.endedAt, from)),
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(volumeSnapshots.createdAt), asc(volumeSnapshots.id))
}
