import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { hosts } from '~/db/schema/inventory'
import { instances } from '~/db/schema/resources/compute'
import { probeGaps, probeHours, probeStates, probeTransitions, probeVantages } from '~/db/schema/sla/sla'
import { newId } from '~/lib/kernel/ids'

type NewVantage = Omit<typeof probeVantages.$inferInsert, 'id'>
export type NewSeen = typeof probeTransitions.$inferInsert
export type NewState = typeof probeStates.$inferInsert
export type NewHour = typeof probeHours.$inferInsert

const rowsPerStatement = 2_000

export async function insertVantages(tx: Tx, rows: readonly NewVantage[]) {
  return tx
    .insert(probeVantages)
    .values(rows.map((row) => ({ id: newId('vantage', row.createdAt.getTime()), ...row })))
    .returning()
}

export async function insertGaps(tx: Tx, rows: readonly (typeof probeGaps.$inferInsert)[]): Promise<void> {
  await tx.insert(probeGaps).values([...rows])
}

export async function insertSeen(tx: Tx, rows: readonly NewSeen[]): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatement)
    await tx.insert(probeTransitions).values(rows.slice(start, start + rowsPerStatement))
}

export async function insertStates(tx: Tx, rows: readonly NewState[]): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatement)
    await tx.insert(probeStates).values(rows.slice(start, start + rowsPerStatement))
}

export async function insertHours(tx: Tx, rows: readonly NewHour[]): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatement)
    await tx.insert(probeHours).values(rows.slice(start, start + rowsPerStatement))
}

/** The host and the rack of every server. */
export async function listPlaces(tx: Tx) {
  return tx
    .select({ id: instances.id, hostId: hosts.id, rackId: hosts.rackId })
    .from(instances)
    .innerJoin(hosts, eq(hosts.id, instances.hostId))
}
