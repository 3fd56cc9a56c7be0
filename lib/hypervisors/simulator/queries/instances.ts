import { and, asc, eq, isNotNull } from 'drizzle-orm'
import {
  simulatorCards,
  simulatorInstances,
  simulatorSnapshots,
  simulatorVolumes,
} from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

export type SimulatedInstance = typeof simulatorInstances.$inferSelect

export async function findInstance(tx: SimulatorTx, name: string): Promise<SimulatedInstance | null> {
  const [row] = await tx.select().from(simulatorInstances).where(eq(simulatorInstances.name, name))
  return row ?? null
}

/** The server that was given this IPv6 address. */
export async function findInstanceAt(tx: SimulatorTx, address6: string): Promise<SimulatedInstance | null> {
  const [row] = await tx.select().from(simulatorInstances).where(eq(simulatorInstances.address6, address6))
  return row ?? null
}

export async function insertInstance(
  tx: SimulatorTx,
  row: typeof simulatorInstances.$inferInsert,
): Promise<void> {
  await tx.insert(simulatorInstances).values(row)
}

export async function updateInstance(
  tx: SimulatorTx,
  name: string,
  change: Partial<Omit<SimulatedInstance, 'name'>>,
): Promise<void> {
  await tx.update(simulatorInstances).set(change).where(eq(simulatorInstances.name, name))
}

/** Deletes the instance and frees its volumes. */
export async function removeInstance(tx: SimulatorTx, name: string): Promise<void> {
  await tx.update(simulatorVolumes).set({ attachedTo: null }).where(eq(simulatorVolumes.attachedTo, name))
  await tx.delete(simulatorSnapshots).where(eq(simulatorSnapshots.volumeName, name))
  await tx.delete(simulatorCards).where(eq(simulatorCards.instanceName, name))
  await tx.delete(simulatorInstances).where(eq(simulatorInstances.name, name))
}

export async function listInstances(tx: SimulatorTx, installation: string): Promise<SimulatedInstance[]> {
  return tx
    .select()
    .from(simulatorInstances)
    .where(and(eq(simulatorInstances.installation, installation), isNotNull(simulatorInstances.resourceId)))
    .orderBy(asc(simulatorInstances.resourceId))
}

/** The names of the instances on a host, of any installation. */
export async function listInstancesOnHost(
  tx: SimulatorTx,
  zoneCode: string,
  hostName: string,
): Promise<string[]> {
  const rows = await tx
    .select({ name: simulatorInstances.name })
    .from(simulatorInstances)
    .where(and(eq(simulatorInstances.zoneCode, zoneCode), eq(simulatorInstances.hostName, hostName)))
    .orderBy(asc(simulatorInstances.name))
  return rows.map(({ name }) => name)
}
