import { and, asc, eq } from 'drizzle-orm'
import { simulatorImages } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

export type SimulatedImage = typeof simulatorImages.$inferSelect

export async function findImage(tx: SimulatorTx, name: string): Promise<SimulatedImage | null> {
  const [row] = await tx.select().from(simulatorImages).where(eq(simulatorImages.name, name))
  return row ?? null
}

export async function insertImage(tx: SimulatorTx, row: typeof simulatorImages.$inferInsert): Promise<void> {
  await tx.insert(simulatorImages).values(row)
}

/** Images that this installation created. */
export async function listImagesOfZone(
  tx: SimulatorTx,
  zoneCode: string,
  installation: string,
): Promise<SimulatedImage[]> {
  return tx
    .select()
    .from(simulatorImages)
    .where(and(eq(simulatorImages.zoneCode, zoneCode), eq(simulatorImages.installation, installation)))
    .orderBy(asc(simulatorImages.name))
}

export async function removeImage(tx: SimulatorTx, name: string): Promise<void> {
  await tx.delete(simulatorImages).where(eq(simulatorImages.name, name))
}
