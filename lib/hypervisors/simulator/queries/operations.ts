import { and, asc, eq, isNull, lt, lte, or, sql } from 'drizzle-orm'
import { type SimulatedChange, simulatorOperations } from '~/db/schema/simulator'
import type { SimulatorTx } from '~/db/simulator-client'

export type SimulatedOperation = typeof simulatorOperations.$inferSelect
export type NewOperation = {
  target: string
  change: SimulatedChange
  dueAt: Date
  failureCode: string | null
  failureText: string | null
}

/**
 * Locks an object's name, existing or not, until the transaction ends. Names are locked in sorted order, so that two
 * calls never deadlock.
 */
export async function lockNames(tx: SimulatorTx, names: readonly string[]): Promise<void> {
  for (const name of [...new Set(names)].sort()) {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`simulator:${name}`}, 0))`)
  }
}

/** Records an accepted change. Deletes older records of the target, and those that ended before `oldest`. */
export async function insertOperation(
  tx: SimulatorTx,
  operation: NewOperation,
  oldest: Date,
): Promise<bigint> {
  await tx
    .delete(simulatorOperations)
    .where(
      or(
        and(eq(simulatorOperations.target, operation.target), sql`settled_at is not null`),
        lt(simulatorOperations.settledAt, oldest),
      ),
    )
  const [row] = await tx
    .insert(simulatorOperations)
    .values(operation)
    .returning({ id: simulatorOperations.id })
  if (!row) throw new Error('insert returned no row')
  return row.id
}

export async function findRunningOperation(
  tx: SimulatorTx,
  target: string,
): Promise<SimulatedOperation | null> {
  const [row] = await tx
    .select()
    .from(simulatorOperations)
    .where(and(eq(simulatorOperations.target, target), isNull(simulatorOperations.settledAt)))
  return row ?? null
}

export async function findOperation(tx: SimulatorTx, id: bigint): Promise<SimulatedOperation | null> {
  const [row] = await tx.select().from(simulatorOperations).where(eq(simulatorOperations.id, id))
  return row ?? null
}

/** Targets of accepted changes that are due. */
export async function listDueTargets(tx: SimulatorTx, now: Date): Promise<string[]> {
  const rows = await tx
    .select({ target: simulatorOperations.target })
    .from(simulatorOperations)
    .where(and(isNull(simulatorOperations.settledAt), lte(simulatorOperations.dueAt, now)))
    .orderBy(asc(simulatorOperations.dueAt))
  return rows.map((row) => row.target)
}

export async function markApplied(tx: SimulatorTx, id: bigint, settledAt: Date): Promise<void> {
  await tx.update(simulatorOperations).set({ settledAt }).where(eq(simulatorOperations.id, id))
}

export async function deleteOperationsOf(tx: SimulatorTx, target: string): Promise<void> {
  await tx.delete(simulatorOperations).where(eq(simulatorOperations.target, target))
}
