import { and, asc, eq } from 'drizzle-orm'
import { simulatorCards, simulatorInstances } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

export type SimulatedCard = typeof simulatorCards.$inferSelect
type CardKey = Pick<SimulatedCard, 'instanceName' | 'networkName'>

const isCard = ({ instanceName, networkName }: CardKey) =>
  and(eq(simulatorCards.instanceName, instanceName), eq(simulatorCards.networkName, networkName))

export async function findCard(tx: SimulatorTx, key: CardKey): Promise<SimulatedCard | null> {
  const [row] = await tx.select().from(simulatorCards).where(isCard(key))
  return row ?? null
}

/** Also for a card that is there, with another address or position. */
export async function insertCard(tx: SimulatorTx, row: SimulatedCard): Promise<void> {
  await tx
    .insert(simulatorCards)
    .values(row)
    .onConflictDoUpdate({ target: [simulatorCards.instanceName, simulatorCards.networkName], set: row })
}

export async function removeCard(tx: SimulatorTx, key: CardKey): Promise<void> {
  await tx.delete(simulatorCards).where(isCard(key))
}

/** The networks of an instance with its address on each, the first card first. */
export async function listCardsOf(
  tx: SimulatorTx,
  {
    name,
    networkName,
    address,
  }: Pick<typeof simulatorInstances.$inferSelect, 'name' | 'networkName' | 'address'>,
): Promise<{ networkName: string; address: string }[]> {
  const further = await tx
    .select({ networkName: simulatorCards.networkName, address: simulatorCards.address })
    .from(simulatorCards)
    .where(eq(simulatorCards.instanceName, name))
    .orderBy(asc(simulatorCards.position))
  return [...(networkName === null ? [] : [{ networkName, address }]), ...further]
}

/** The instances with this address on this network, by any card. */
export async function listServersAt(tx: SimulatorTx, networkName: string, address: string) {
  const { name, power } = simulatorInstances
  const first = await tx
    .select({ name, power })
    .from(simulatorInstances)
    .where(and(eq(simulatorInstances.networkName, networkName), eq(simulatorInstances.address, address)))
  const further = await tx
    .select({ name, power })
    .from(simulatorCards)
    .innerJoin(simulatorInstances, eq(simulatorInstances.name, simulatorCards.instanceName))
    .where(and(eq(simulatorCards.networkName, networkName), eq(simulatorCards.address, address)))
  return [...first, ...further]
}
