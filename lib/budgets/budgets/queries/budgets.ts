import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { organisations } from '~/db/schema/identity/identity'
import { budgetAlerts, budgets } from '~/db/schema/limits'
import type { Id } from '~/lib/kernel/ids'

export type BudgetRow = typeof budgets.$inferSelect

/** The current budgets, by name. */
export async function listBudgets(tx: Tx, organisationId: Id<'organisation'>): Promise<BudgetRow[]> {
  return tx
    .select()
    .from(budgets)
    .where(and(eq(budgets.organisationId, organisationId), isNull(budgets.endedAt)))
    .orderBy(asc(budgets.name), asc(budgets.id))
}

export async function insertBudget(tx: Tx, row: typeof budgets.$inferInsert): Promise<void> {
  await tx.insert(budgets).values(row)
}

/** The current budget, locked; null when there is none. */
export async function lockBudget(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'budget'>,
): Promise<BudgetRow | null> {
  const [row] = await tx
    .select()
    .from(budgets)
    .where(and(eq(budgets.organisationId, organisationId), eq(budgets.id, id), isNull(budgets.endedAt)))
    .for('update')
  return row ?? null
}

export async function updateBudget(tx: Tx, id: Id<'budget'>, set: Partial<BudgetRow>): Promise<void> {
  await tx.update(budgets).set(set).where(eq(budgets.id, id))
}

/** Organisations with a budget that has thresholds. */
export async function listBudgetedOrganisations(tx: Tx) {
  return tx
    .selectDistinct({ id: organisations.id, legalName: organisations.legalName })
    .from(budgets)
    .innerJoin(organisations, eq(organisations.id, budgets.organisationId))
    .where(isNull(budgets.endedAt))
    .orderBy(asc(organisations.id))
}

/** True the first time in the month. */
export async function insertAlert(tx: Tx, row: typeof budgetAlerts.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(budgetAlerts)
    .values(row)
    .onConflictDoNothing()
    .returning({ threshold: budgetAlerts.threshold })
  return made.length === 1
}

/** The thresholds of these budgets notified in a month, in order. */
export async function listAlerts(tx: Tx, budgetIds: readonly Id<'budget'>[], month: string) {
  if (budgetIds.length === 0) return []
  return tx
    .select()
    .from(budgetAlerts)
    .where(and(inArray(budgetAlerts.budgetId, [...budgetIds]), eq(budgetAlerts.month, month)))
    .orderBy(asc(budgetAlerts.threshold))
}
