import { and, asc, count, eq, gte, isNotNull, lte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { volumeBackups } from '~/db/schema/resources/backups'
import { type ScheduleKind, snapshotSchedules, volumeSnapshots } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'

export type ScheduleRow = typeof snapshotSchedules.$inferSelect
/** A volume has at most one schedule of each kind. */
export type ScheduleKey = { volumeId: Id<'volume'>; kind: ScheduleKind }

const isOne = ({ volumeId, kind }: ScheduleKey) =>
  and(eq(snapshotSchedules.volumeId, volumeId), eq(snapshotSchedules.kind, kind))

export async function findSchedule(tx: Tx, key: ScheduleKey): Promise<ScheduleRow | null> {
  const [row] = await tx.select().from(snapshotSchedules).where(isOne(key))
  return row ?? null
}

/** Sets the volume's schedule of its kind, replacing any other. */
export async function upsertSchedule(tx: Tx, row: ScheduleRow): Promise<void> {
  const { volumeId, kind, organisationId, ...set } = row
  await tx
    .insert(snapshotSchedules)
    .values(row)
    .onConflictDoUpdate({ target: [snapshotSchedules.volumeId, snapshotSchedules.kind], set })
}

export async function updateSchedule(
  tx: Tx,
  key: ScheduleKey,
  set: Partial<Omit<ScheduleRow, 'volumeId' | 'kind' | 'organisationId'>>,
): Promise<void> {
  await tx.update(snapshotSchedules).set(set).where(isOne(key))
}

/** False when there was none. */
export async function removeSchedule(tx: Tx, key: ScheduleKey): Promise<boolean> {
  const gone = await tx
    .delete(snapshotSchedules)
    .where(isOne(key))
    .returning({ volumeId: snapshotSchedules.volumeId })
  return gone.length > 0
}

export async function listDueSchedules(tx: Tx, now: Date, limit: number): Promise<ScheduleKey[]> {
  return tx
    .select({ volumeId: snapshotSchedules.volumeId, kind: snapshotSchedules.kind })
    .from(snapshotSchedules)
    .where(lte(snapshotSchedules.nextDueAt, now))
    .orderBy(asc(snapshotSchedules.nextDueAt), asc(snapshotSchedules.volumeId), asc(snapshotSchedules.kind))
    .limit(limit)
}

/** How many copies taken by its schedule a volume has. */
export async function countScheduled(tx: Tx, { volumeId, kind }: ScheduleKey): Promise<number> {
  const table = kind === 'snapshot' ? volumeSnapshots : volumeBackups
  const [row] = await tx
    .select({ held: count() })
    .from(table)
    .where(and(eq(table.volumeId, volumeId), eq(table.state, 'available'), isNotNull(table.scheduledFor)))
  return row?.held ?? 0
}

/** Whether the volume has a live backup with this name that was made since then. */
export async function hasBackupSince(
  tx: Tx,
  { volumeId, name, since }: { volumeId: Id<'volume'>; name: string; since: Date },
): Promise<boolean> {
  const rows = await tx
    .select({ id: volumeBackups.id })
    .from(volumeBackups)
    .where(
      and(
        eq(volumeBackups.volumeId, volumeId),
        eq(volumeBackups.name, name),
        sql`${volumeBackups.state} not in ('deleted', 'failed')`,
        gte(volumeBackups.createdAt, since),
      ),
    )
    .limit(1)
  return rows.length > 0
}

type Surplus<P extends 'snapshot' | 'backup'> = { id: Id<P>; volumeId: Id<'volume'> }

/**
 * Copies of schedules of this kind beyond the newest `keep` available ones: the oldest first, at most
 * `perVolume` of one volume and `limit` in total. Those taken until `heldUntil` stay, and count as kept.
 */
export async function listSurplus<P extends ScheduleKind>(
  tx: Tx,
  kind: P,
  bounds: { perVolume: number; limit: number; heldUntil: Date | null },
): Promise<Surplus<P>[]> {
  const table = kind === 'snapshot' ? volumeSnapshots : volumeBackups
  const heldUntil = bounds.heldUntil?.toISOString() ?? '-infinity'
  const rows = await tx.execute<Surplus<P>>(sql`
    select id, volume_id as "volumeId" from (
      select s.id, s.volume_id, s.scheduled_for, c.keep,
        row_number() over (partition by s.volume_id order by s.scheduled_for desc) as rank,
        s.scheduled_for <= ${heldUntil}::timestamptz as held,
        row_number() over (partition by s.volume_id, s.scheduled_for <= ${heldUntil}::timestamptz order by s.scheduled_for) as age
      from ${table} s join snapshot_schedules c on c.volume_id = s.volume_id and c.kind = ${kind}
      where s.state = 'available' and s.scheduled_for is not null) ranked
    where rank > keep and not held and age <= ${bounds.perVolume}
    order by scheduled_for, id limit ${bounds.limit}`)
  return [...rows]
}
