import { and, eq } from 'drizzle-orm'
import { simulatorSnapshots } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

export type SimulatedSnapshot = typeof simulatorSnapshots.$inferSelect
type Key = Pick<SimulatedSnapshot, 'volumeName' | 'name'>

const isThis = ({ volumeName, name }: Key) =>
  and(eq(simulatorSnapshots.volumeName, volumeName), eq(simulatorSnapshots.name, name))

export async function findSnapshot(tx: SimulatorTx, key: Key): Promise<SimulatedSnapshot | null> {
  const [row] = await tx.select().from(simulatorSnapshots).where(isThis(key))
  return row ?? null
}

export async function insertSnapshot(tx: SimulatorTx, row: SimulatedSnapshot): Promise<void> {
  await tx.insert(simulatorSnapshots).values(row).onConflictDoNothing()
}

export async function removeSnapshot(tx: SimulatorTx, key: Key): Promise<void> {
  await tx.delete(simulatorSnapshots).where(isThis(key))
}
