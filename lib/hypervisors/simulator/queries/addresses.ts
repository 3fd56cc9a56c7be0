import { and, asc, eq } from 'drizzle-orm'
import { simulatorAddresses } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

type SimulatedAddress = typeof simulatorAddresses.$inferSelect

export async function findSimulatedAddress(
  tx: SimulatorTx,
  address: string,
): Promise<SimulatedAddress | null> {
  const [row] = await tx.select().from(simulatorAddresses).where(eq(simulatorAddresses.address, address))
  return row ?? null
}

export async function upsertAddress(tx: SimulatorTx, row: SimulatedAddress): Promise<void> {
  await tx
    .insert(simulatorAddresses)
    .values(row)
    .onConflictDoUpdate({ target: simulatorAddresses.address, set: row })
}

export async function deleteAddress(tx: SimulatorTx, address: string): Promise<void> {
  await tx.delete(simulatorAddresses).where(eq(simulatorAddresses.address, address))
}

export async function listAddressesOfZone(
  tx: SimulatorTx,
  zoneCode: string,
  installation: string,
): Promise<SimulatedAddress[]> {
  return tx
    .select()
    .from(simulatorAddresses)
    .where(and(eq(simulatorAddresses.zoneCode, zoneCode), eq(simulatorAddresses.installation, installation)))
    .orderBy(asc(simulatorAddresses.address))
}

export async function deleteAddressesLeadingTo(tx: SimulatorTx, name: string): Promise<void> {
  await tx.delete(simulatorAddresses).where(eq(simulatorAddresses.leadsTo, name))
}
