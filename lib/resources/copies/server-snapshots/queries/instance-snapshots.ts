import { and, asc, desc, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { diskSnapshotMeters, monthlyCentsOf } from '~/db/expressions/monthly-cents'
import { instances } from '~/db/schema/resources/compute'
import { instanceSnapshots, type SnapshotState } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'

export type InstanceSnapshotRow = typeof instanceSnapshots.$inferSelect
export type NewInstanceSnapshotRow = typeof instanceSnapshots.$inferInsert

const ended: SnapshotState[] = ['deleted', 'failed']
const moving: SnapshotState[] = ['creating', 'deleting']

export async function insertInstanceSnapshot(tx: Tx, row: NewInstanceSnapshotRow): Promise<void> {
  await tx.insert(instanceSnapshots).values(row)
}

export async function findInstanceSnapshot(tx: Tx, id: Id<'snapshot'>): Promise<InstanceSnapshotRow | null> {
  const [row] = await tx.select().from(instanceSnapshots).where(eq(instanceSnapshots.id, id))
  return row ?? null
}

export async function lockInstanceSnapshotRow(
  tx: Tx,
  id: Id<'snapshot'>,
): Promise<InstanceSnapshotRow | null> {
  const [row] = await tx.select().from(instanceSnapshots).where(eq(instanceSnapshots.id, id)).for('update')
  return row ?? null
}

/** Changes the row if it still is in `from`; answers the new row, or null when it was not. */
export async function updateInstanceSnapshot(
  tx: Tx,
  id: Id<'snapshot'>,
  from: SnapshotState,
  set: Partial<NewInstanceSnapshotRow>,
): Promise<InstanceSnapshotRow | null> {
  const [row] = await tx
    .update(instanceSnapshots)
    .set(set)
    .where(and(eq(instanceSnapshots.id, id), eq(instanceSnapshots.state, from)))
    .returning()
  return row ?? null
}

/** How many snapshots of a server there are, how many of them are on their way, and the room they take. */
export async function sumInstanceSnapshots(
  tx: Tx,
  instanceId: Id<'instance'>,
): Promise<{ held: number; moving: number; gib: number }> {
  const [row] = await tx
    .select({
      held: sql<number>`count(*)::int`,
      moving: sql<number>`count(*) filter (where ${inArray(instanceSnapshots.state, moving)})::int`,
      gib: sql<number>`coalesce(sum(${instanceSnapshots.sizeGib}), 0)::int`,
    })
    .from(instanceSnapshots)
    .where(and(eq(instanceSnapshots.instanceId, instanceId), notInArray(instanceSnapshots.state, ended)))
  return row ?? { held: 0, moving: 0, gib: 0 }
}

/** How many servers are on their way to begin as this snapshot. */
export async function countServerCopies(tx: Tx, snapshotId: Id<'snapshot'>): Promise<number> {
  const [row] = await tx
    .select({ copying: sql<number>`count(*)::int` })
    .from(instances)
    .where(and(eq(instances.sourceSnapshotId, snapshotId), eq(instances.state, 'creating')))
  return row?.copying ?? 0
}

/** Those of a server that stand or are on their way, in the order of their ids. */
export async function listHeldInstanceSnapshots(
  tx: Tx,
  instanceId: Id<'instance'>,
): Promise<InstanceSnapshotRow[]> {
  return tx
    .select()
    .from(instanceSnapshots)
    .where(and(eq(instanceSnapshots.instanceId, instanceId), notInArray(instanceSnapshots.state, ended)))
    .orderBy(asc(instanceSnapshots.id))
}

/** What a server's page lists, newest first: those that were deleted are not. */
export async function listShownInstanceSnapshots(
  tx: Tx,
  instanceId: Id<'instance'>,
  now: Date,
  limit: number,
) {
  const { bundleId, orderLineId } = instanceSnapshots
  return tx
    .select({
      snapshot: instanceSnapshots,
      monthlyCents: monthlyCentsOf({ bundleId, orderLineId }, diskSnapshotMeters, now),
      copying: sql<number>`(select count(*) from instances i where i.source_snapshot_id = ${instanceSnapshots.id} and i.state = 'creating')::int
        + (select count(*) from private_images p where p.source_snapshot_id = ${instanceSnapshots.id} and p.state = 'creating')::int`,
    })
    .from(instanceSnapshots)
    .where(and(eq(instanceSnapshots.instanceId, instanceId), sql`${instanceSnapshots.state} <> 'deleted'`))
    .orderBy(desc(instanceSnapshots.createdAt), desc(instanceSnapshots.id))
    .limit(limit)
}

/** Every snapshot that a server ever had, oldest first: what its use of the month is told by. */
export async function listInstanceSnapshotNames(tx: Tx, instanceId: Id<'instance'>) {
  return tx
    .select({ id: instanceSnapshots.id, name: instanceSnapshots.name })
    .from(instanceSnapshots)
    .where(eq(instanceSnapshots.instanceId, instanceId))
    .orderBy(asc(instanceSnapshots.createdAt), asc(instanceSnapshots.id))
}
