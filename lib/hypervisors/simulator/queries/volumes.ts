import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { simulatorSnapshots, simulatorVolumes } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

export type SimulatedVolume = typeof simulatorVolumes.$inferSelect

export async function findVolume(tx: SimulatorTx, name: string): Promise<SimulatedVolume | null> {
  const [row] = await tx.select().from(simulatorVolumes).where(eq(simulatorVolumes.name, name))
  return row ?? null
}

export async function insertVolume(
  tx: SimulatorTx,
  row: typeof simulatorVolumes.$inferInsert,
): Promise<void> {
  await tx.insert(simulatorVolumes).values(row)
}

export async function updateVolume(
  tx: SimulatorTx,
  name: string,
  change: Partial<Omit<SimulatedVolume, 'name'>>,
): Promise<void> {
  await tx.update(simulatorVolumes).set(change).where(eq(simulatorVolumes.name, name))
}

/** Deletes the volume and its snapshots. */
export async function removeVolume(tx: SimulatorTx, name: string): Promise<void> {
  await tx.delete(simulatorSnapshots).where(eq(simulatorSnapshots.volumeName, name))
  await tx.delete(simulatorVolumes).where(eq(simulatorVolumes.name, name))
}

export async function listVolumes(tx: SimulatorTx, installation: string): Promise<SimulatedVolume[]> {
  return tx
    .select()
    .from(simulatorVolumes)
    .where(and(eq(simulatorVolumes.installation, installation), isNotNull(simulatorVolumes.resourceId)))
    .orderBy(asc(simulatorVolumes.resourceId))
}

export async function listAttachedVolumes(tx: SimulatorTx, instanceName: string): Promise<SimulatedVolume[]> {
  return tx
    .select()
    .from(simulatorVolumes)
    .where(eq(simulatorVolumes.attachedTo, instanceName))
    .orderBy(asc(simulatorVolumes.name))
}
