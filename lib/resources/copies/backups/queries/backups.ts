import { and, desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { monthlyCentsOf, snapshotMeters } from '~/db/expressions/monthly-cents'
import { zones } from '~/db/schema/catalogue'
import { storagePools } from '~/db/schema/inventory'
import { volumeBackups } from '~/db/schema/resources/backups'
import { volumes } from '~/db/schema/resources/compute'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'

export type BackupRow = typeof volumeBackups.$inferSelect
export type NewBackupRow = typeof volumeBackups.$inferInsert

export async function insertBackup(tx: Tx, row: NewBackupRow): Promise<void> {
  await tx.insert(volumeBackups).values(row)
}

export async function lockBackupRow(tx: Tx, id: Id<'backup'>): Promise<BackupRow | null> {
  const [row] = await tx.select().from(volumeBackups).where(eq(volumeBackups.id, id)).for('update')
  return row ?? null
}

/** Changes the row if it still is in `from`; answers the new row, or null when it was not. */
export async function updateBackup(
  tx: Tx,
  id: Id<'backup'>,
  from: SnapshotState,
  set: Partial<NewBackupRow>,
): Promise<BackupRow | null> {
  const [row] = await tx
    .update(volumeBackups)
    .set(set)
    .where(and(eq(volumeBackups.id, id), eq(volumeBackups.state, from)))
    .returning()
  return row ?? null
}

/** How many backups of an organisation stand or are on their way. */
export async function countBackups(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  const [row] = await tx
    .select({ held: sql<number>`count(*)::int` })
    .from(volumeBackups)
    .where(
      and(
        eq(volumeBackups.organisationId, organisationId),
        sql`${volumeBackups.state} in ('creating', 'available', 'deleting')`,
      ),
    )
  return row?.held ?? 0
}

/** Of which of its snapshots backups are on their way; null for the volume as it was. */
export function listBackupsOnTheWay(tx: Tx, volumeId: Id<'volume'>) {
  return tx
    .select({ snapshotId: volumeBackups.sourceSnapshotId })
    .from(volumeBackups)
    .where(and(eq(volumeBackups.volumeId, volumeId), eq(volumeBackups.state, 'creating')))
}

/** How many volumes are on their way to begin as this backup. */
export async function countRestorations(tx: Tx, backupId: Id<'backup'>): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(volumes)
    .where(and(eq(volumes.sourceBackupId, backupId), eq(volumes.state, 'creating')))
  return row?.count ?? 0
}

/** What the page of backups lists, newest first: those that were deleted are not. */
export async function listShownBackups(tx: Tx, now: Date, limit: number) {
  const { bundleId, orderLineId } = volumeBackups
  return tx
    .select({
      backup: volumeBackups,
      monthlyCents: monthlyCentsOf({ bundleId, orderLineId }, snapshotMeters, now),
      restorations: sql<number>`(select count(*)::int from volumes v
        where v.source_backup_id = ${volumeBackups.id} and v.state = 'creating')`,
      zoneCode: zones.code,
      zoneName: zones.name,
      volumeClass: storagePools.volumeClass,
      volumeName: volumes.name,
      volumeState: volumes.state,
    })
    .from(volumeBackups)
    .innerJoin(zones, eq(zones.id, volumeBackups.zoneId))
    .innerJoin(storagePools, eq(storagePools.id, volumeBackups.poolId))
    .innerJoin(volumes, eq(volumes.id, volumeBackups.volumeId))
    .where(sql`${volumeBackups.state} <> 'deleted'`)
    .orderBy(desc(volumeBackups.createdAt), desc(volumeBackups.id))
    .limit(limit)
}
