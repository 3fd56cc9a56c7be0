import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { simulatorFaults, simulatorStrikes } from '~/db/schema/simulator'
import type { SimulatorDb, SimulatorTx } from '~/db/simulator-client'

export type FaultRow = typeof simulatorFaults.$inferSelect
export type NewFault = typeof simulatorFaults.$inferInsert
/** One call as faults match it. `resources` are ids and labels. */
export type CallDescription = {
  operation: string
  resources: readonly string[]
  zoneCode: string | null
  hostName: string | null
}

export async function insertFault(db: SimulatorDb, fault: NewFault): Promise<bigint> {
  const [row] = await db.insert(simulatorFaults).values(fault).returning({ id: simulatorFaults.id })
  if (!row) throw new Error('insert returned no row')
  return row.id
}

export async function listFaults(db: SimulatorDb): Promise<FaultRow[]> {
  return db.select().from(simulatorFaults).orderBy(asc(simulatorFaults.id))
}

/** Clears the faults with this name, or all. Returns how many there were. */
export async function deleteFaults(db: SimulatorDb, name: string | null): Promise<number> {
  const every = sql`true`
  const rows = await db
    .delete(simulatorFaults)
    .where(name === null ? every : eq(simulatorFaults.name, name))
    .returning({ id: simulatorFaults.id })
  return rows.length
}

/** The faults that match this call, oldest first, locked so that each strike is counted once. */
export async function listMatchingFaultsForUpdate(
  tx: SimulatorTx,
  call: CallDescription,
): Promise<FaultRow[]> {
  const { operation, resource, zoneCode, hostName } = simulatorFaults
  return tx
    .select()
    .from(simulatorFaults)
    .where(
      and(
        or(isNull(operation), eq(operation, call.operation)),
        or(isNull(resource), inArray(resource, [...call.resources])),
        or(isNull(zoneCode), call.zoneCode === null ? sql`false` : eq(zoneCode, call.zoneCode)),
        or(isNull(hostName), call.hostName === null ? sql`false` : eq(hostName, call.hostName)),
      ),
    )
    .orderBy(asc(simulatorFaults.id))
    .for('update')
}

/** Faults with these names in a zone, for any operation and object; oldest first. */
export async function listFaultsOfZone(
  tx: SimulatorTx,
  zoneCode: string,
  names: readonly string[],
): Promise<FaultRow[]> {
  const { zoneCode: zone, name, id } = simulatorFaults
  return tx
    .select()
    .from(simulatorFaults)
    .where(and(inArray(name, [...names]), or(isNull(zone), eq(zone, zoneCode))))
    .orderBy(asc(id))
}

/** Counts one strike; deletes the fault after the last. */
export async function countStrike(tx: SimulatorTx, fault: FaultRow): Promise<void> {
  if (fault.remaining === null) return
  const isThis = eq(simulatorFaults.id, fault.id)
  if (fault.remaining === 1) await tx.delete(simulatorFaults).where(isThis)
  else
    await tx
      .update(simulatorFaults)
      .set({ remaining: fault.remaining - 1 })
      .where(isThis)
}

/** Returns true the first time that this fault strikes this operation on this object. */
export async function insertFirstStrike(
  tx: SimulatorTx,
  strike: { target: string; fault: string; operation: string },
): Promise<boolean> {
  const rows = await tx
    .insert(simulatorStrikes)
    .values(strike)
    .onConflictDoNothing()
    .returning({ fault: simulatorStrikes.fault })
  return rows.length > 0
}
