import { and, eq } from 'drizzle-orm'
import { simulatorCards } from '~/db/schema/simulator'
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
