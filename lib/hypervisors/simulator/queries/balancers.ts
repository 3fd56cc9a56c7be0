import { and, eq, ne } from 'drizzle-orm'
import { simulatorBalancers } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

export type SimulatedBalancer = typeof simulatorBalancers.$inferSelect

export async function findBalancer(tx: SimulatorTx, name: string): Promise<SimulatedBalancer | null> {
  const [row] = await tx.select().from(simulatorBalancers).where(eq(simulatorBalancers.name, name))
  return row ?? null
}

/** The balancers of an installation in a zone. */
export async function listBalancers(
  tx: SimulatorTx,
  zoneCode: string,
  installation: string,
): Promise<SimulatedBalancer[]> {
  return tx
    .select()
    .from(simulatorBalancers)
    .where(and(eq(simulatorBalancers.zoneCode, zoneCode), eq(simulatorBalancers.installation, installation)))
}

/** Another balancer with this public address. */
export async function findBalancerWith(
  tx: SimulatorTx,
  address: string,
  otherThan: string,
): Promise<SimulatedBalancer | null> {
  const [row] = await tx
    .select()
    .from(simulatorBalancers)
    .where(and(eq(simulatorBalancers.address, address), ne(simulatorBalancers.name, otherThan)))
  return row ?? null
}

export async function upsertBalancer(tx: SimulatorTx, row: SimulatedBalancer): Promise<void> {
  await tx
    .insert(simulatorBalancers)
    .values(row)
    .onConflictDoUpdate({ target: simulatorBalancers.name, set: row })
}

export async function deleteBalancer(tx: SimulatorTx, name: string): Promise<void> {
  await tx.delete(simulatorBalancers).where(eq(simulatorBalancers.name, name))
}
