import { and, asc, eq, ne, sql } from 'drizzle-orm'
import { simulatorCards, simulatorInstances, simulatorNetworks } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

export type SimulatedNetwork = typeof simulatorNetworks.$inferSelect

export async function findSimulatedNetwork(tx: SimulatorTx, name: string): Promise<SimulatedNetwork | null> {
  const [row] = await tx.select().from(simulatorNetworks).where(eq(simulatorNetworks.name, name))
  return row ?? null
}

/** The network with the /64 of this address, which leads there. */
export async function findNetworkAround(tx: SimulatorTx, address6: string): Promise<SimulatedNetwork | null> {
  const [row] = await tx
    .select()
    .from(simulatorNetworks)
    .where(sql`${simulatorNetworks.hasExit} and ${simulatorNetworks.range6}::inet >> ${address6}::inet`)
  return row ?? null
}

/** A network of this zone, of another installation, that overlaps this range. */
export async function findForeignNetwork(
  tx: SimulatorTx,
  { installation }: { installation: string },
  { zoneCode, range }: { zoneCode: string; range: string },
): Promise<SimulatedNetwork | null> {
  const [row] = await tx
    .select()
    .from(simulatorNetworks)
    .where(
      and(
        eq(simulatorNetworks.zoneCode, zoneCode),
        ne(simulatorNetworks.installation, installation),
        sql`${simulatorNetworks.range}::inet && ${range}::inet`,
      ),
    )
    .limit(1)
  return row ?? null
}

export async function upsertNetwork(tx: SimulatorTx, row: SimulatedNetwork): Promise<void> {
  await tx
    .insert(simulatorNetworks)
    .values(row)
    .onConflictDoUpdate({ target: simulatorNetworks.name, set: row })
}

export async function deleteNetwork(tx: SimulatorTx, name: string): Promise<void> {
  await tx.delete(simulatorNetworks).where(eq(simulatorNetworks.name, name))
}

/** Whether a server, running or not, is on this network. */
export async function isNetworkUsed(tx: SimulatorTx, name: string): Promise<boolean> {
  const [first] = await tx
    .select({ name: simulatorInstances.name })
    .from(simulatorInstances)
    .where(eq(simulatorInstances.networkName, name))
    .limit(1)
  const [further] = await tx
    .select({ name: simulatorCards.instanceName })
    .from(simulatorCards)
    .where(eq(simulatorCards.networkName, name))
    .limit(1)
  return first !== undefined || further !== undefined
}

export async function listNetworksOfZone(
  tx: SimulatorTx,
  zoneCode: string,
  installation: string,
): Promise<SimulatedNetwork[]> {
  return tx
    .select()
    .from(simulatorNetworks)
    .where(and(eq(simulatorNetworks.zoneCode, zoneCode), eq(simulatorNetworks.installation, installation)))
    .orderBy(asc(simulatorNetworks.name))
}

/** The hosts of a zone that have servers. */
export async function listOccupiedHosts(tx: SimulatorTx, zoneCode: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ hostName: simulatorInstances.hostName })
    .from(simulatorInstances)
    .where(eq(simulatorInstances.zoneCode, zoneCode))
  return rows.map(({ hostName }) => hostName)
}
