import { and, asc, eq } from 'drizzle-orm'
import { simulatorDnsRecords, simulatorDnsZones } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

export type SimulatedRecord = typeof simulatorDnsRecords.$inferSelect

export async function insertZone(tx: SimulatorTx, name: string, nameServers: string[]): Promise<void> {
  await tx.insert(simulatorDnsZones).values({ name, nameServers }).onConflictDoNothing()
}

export async function listZoneNames(tx: SimulatorTx): Promise<string[]> {
  const rows = await tx
    .select({ name: simulatorDnsZones.name })
    .from(simulatorDnsZones)
    .orderBy(asc(simulatorDnsZones.name))
  return rows.map(({ name }) => name)
}

/** Locks the zone, so that its changes are serialised; false when it does not exist. */
export async function lockZone(tx: SimulatorTx, name: string): Promise<boolean> {
  const rows = await tx
    .select({ name: simulatorDnsZones.name })
    .from(simulatorDnsZones)
    .where(eq(simulatorDnsZones.name, name))
    .for('update')
  return rows.length > 0
}

export async function listZoneRecords(tx: SimulatorTx, zone: string): Promise<SimulatedRecord[]> {
  return tx
    .select()
    .from(simulatorDnsRecords)
    .where(eq(simulatorDnsRecords.zone, zone))
    .orderBy(asc(simulatorDnsRecords.name), asc(simulatorDnsRecords.type))
}

export async function upsertRecord(tx: SimulatorTx, row: SimulatedRecord): Promise<void> {
  const { zone, name, type } = simulatorDnsRecords
  await tx
    .insert(simulatorDnsRecords)
    .values(row)
    .onConflictDoUpdate({ target: [zone, name, type], set: row })
}

export async function deleteRecord(
  tx: SimulatorTx,
  row: Pick<SimulatedRecord, 'zone' | 'name' | 'type'>,
): Promise<void> {
  const { zone, name, type } = simulatorDnsRecords
  await tx.delete(simulatorDnsRecords).where(and(eq(zone, row.zone), eq(name, row.name), eq(type, row.type)))
}

export async function deleteZoneRows(tx: SimulatorTx, zone: string): Promise<void> {
  await tx.delete(simulatorDnsRecords).where(eq(simulatorDnsRecords.zone, zone))
  await tx.delete(simulatorDnsZones).where(eq(simulatorDnsZones.name, zone))
}
