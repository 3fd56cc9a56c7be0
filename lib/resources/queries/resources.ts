import { and, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { insertRows } from '~/db/insert-rows'
import { type InstanceState, instances, type VolumeState, volumes } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type InstanceRow = typeof instances.$inferSelect
export type NewInstanceRow = typeof instances.$inferInsert
export type VolumeRow = typeof volumes.$inferSelect
export type NewVolumeRow = typeof volumes.$inferInsert

export async function insertInstances(tx: Tx, rows: NewInstanceRow[]): Promise<void> {
  await tx.execute(insertRows(instances, rows))
}

export async function insertVolumes(tx: Tx, rows: NewVolumeRow[]): Promise<void> {
  await tx.execute(insertRows(volumes, rows))
}

/** The row, locked until the transaction ends; null when the caller's organisation has no such row. */
export async function lockInstanceRow(tx: Tx, id: Id<'instance'>): Promise<InstanceRow | null> {
  const rows = await tx.select().from(instances).where(eq(instances.id, id)).for('update')
  return rows[0] ?? null
}

export async function lockVolumeRow(tx: Tx, id: Id<'volume'>): Promise<VolumeRow | null> {
  const rows = await tx.select().from(volumes).where(eq(volumes.id, id)).for('update')
  return rows[0] ?? null
}

/** The row, without a lock. */
export async function selectInstanceRow(tx: Tx, id: Id<'instance'>): Promise<InstanceRow | null> {
  const rows = await tx.select().from(instances).where(eq(instances.id, id))
  return rows[0] ?? null
}

/** The same of a volume. */
export async function selectVolumeRow(tx: Tx, id: Id<'volume'>): Promise<VolumeRow | null> {
  const rows = await tx.select().from(volumes).where(eq(volumes.id, id))
  return rows[0] ?? null
}

export async function selectInstanceBundle(tx: Tx, id: Id<'instance'>) {
  const { bundleId, commitmentId } = instances
  const rows = await tx.select({ bundleId, commitmentId }).from(instances).where(eq(instances.id, id))
  return rows[0] ?? null
}

/** Volumes attached to a server (or being attached), locked in the order of their ids. */
export async function lockVolumesOf(tx: Tx, instanceId: Id<'instance'>): Promise<VolumeRow[]> {
  return tx
    .select()
    .from(volumes)
    .where(eq(volumes.attachedInstanceId, instanceId))
    .orderBy(volumes.id)
    .for('update')
}

/** Changes the row if it is still in `from`; returns the new row, or null. */
export async function updateInstance(
  tx: Tx,
  id: Id<'instance'>,
  from: InstanceState,
  set: Partial<NewInstanceRow>,
): Promise<InstanceRow | null> {
  const rows = await tx
    .update(instances)
    .set(set)
    .where(and(eq(instances.id, id), eq(instances.state, from)))
    .returning()
  return rows[0] ?? null
}

export async function updateVolume(
  tx: Tx,
  id: Id<'volume'>,
  from: VolumeState,
  set: Partial<NewVolumeRow>,
): Promise<VolumeRow | null> {
  const rows = await tx
    .update(volumes)
    .set(set)
    .where(and(eq(volumes.id, id), eq(volumes.state, from)))
    .returning()
  return rows[0] ?? null
}
