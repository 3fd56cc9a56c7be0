import { and, asc, count, eq, isNotNull, lte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { snapshotSchedules, volumeSnapshots } from '~/db/schema/compute-snapshots'
import type { Id } from '~/lib/kernel/ids'

export type ScheduleRow = typeof snapshotSchedules.$inferSelect

export async function findSchedule(tx: Tx, volumeId: Id<'volume'>): Promise<ScheduleRow | null> {
  const [row] = await tx.select().from(snapshotSchedules).where(eq(snapshotSchedules.volumeId, volumeId))
  return row ?? null
}

/** The volume has this schedule, whatever it had. */
export async function upsertSchedule(tx: Tx, row: ScheduleRow): Promise<void> {
  const { volumeId, organisationId, ...set } = row
  await tx
    .insert(snapshotSchedules)
    .values(row)
    .onConflictDoUpdate({ target: snapshotSchedules.volumeId, set })
}

export async function updateSchedule(
  tx: Tx,
  volumeId: Id<'volume'>,
  set: Partial<Omit<ScheduleRow, 'volumeId' | 'organisationId'>>,
): Promise<void> {
  await tx.update(snapshotSchedules).set(set).where(eq(snapshotSchedules.volumeId, volumeId))
}

/** Whether there was one. */
export async function removeSchedule(tx: Tx, volumeId: Id<'volume'>): Promise<boolean> {
  const gone = await tx
    .delete(snapshotSchedules)
    .where(eq(snapshotSchedules.volumeId, volumeId))
    .returning({ volumeId: snapshotSchedules.volumeId })
  return gone.length > 0
}

export async function listDueSchedules(tx: Tx, now: Date, limit: number): Promise<Id<'volume'>[]> {
  const rows = await tx
    .select({ volumeId: snapshotSchedules.volumeId })
    .from(snapshotSchedules)
    .where(lte(snapshotSchedules.nextDueAt, now))
    .orderBy(asc(snapshotSchedules.nextDueAt), asc(snapshotSchedules.volumeId))
    .limit(limit)
  return rows.map((row) => row.volumeId)
}

/** How many snapshots that its schedule took a volume has. */
export async function countScheduled(tx: Tx, volumeId: Id<'volume'>): Promise<number> {
  const [row] = await tx
    .select({ held: count() })
    .from(volumeSnapshots)
    .where(
      and(
        eq(volumeSnapshots.volumeId, volumeId),
        eq(volumeSnapshots.state, 'available'),
        isNotNull(volumeSnapshots.scheduledFor),
      ),
    )
  return row?.held ?? 0
}

/**
 * Snapshots that schedules took and no longer keep: beyond the newest `keep` that stand, the oldest first, at
 * most `perVolume` of one volume and `limit` in all.
 */
export async function listSurplusSnapshots(
  tx: Tx,
  bounds: { perVolume: number; limit: number },
): Promise<{ id: Id<'snapshot'>; volumeId: Id<'volume'> }[]> {
  const rows = await tx.execute<{ id: Id<'snapshot'>; volumeId: Id<'volume'> }>(sql`
    select id, volume_id as "volumeId" from (
      select s.id, s.volume_id, s.scheduled_for, c.keep,
        row_number() over (partition by s.volume_id order by s.scheduled_for desc) as rank,
        row_number() over (partition by s.volume_id order by s.scheduled_for) as age
      from volume_snapshots s join snapshot_schedules c on c.volume_id = s.volume_id
      where s.state = 'available' and s.scheduled_for is not null) ranked
    where rank > keep and age <= ${bounds.perVolume}
    order by scheduled_for, id limit ${bounds.limit}`)
  return [...rows]
}
