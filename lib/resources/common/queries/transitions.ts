import { desc, eq, max } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { insertRows } from '~/db/insert-rows'
import { stateTransitions } from '~/db/schema/resources/compute'

export type TransitionRow = typeof stateTransitions.$inferSelect
export type NewTransitionRow = typeof stateTransitions.$inferInsert

export async function insertTransitions(tx: Tx, rows: NewTransitionRow[]): Promise<void> {
  await tx.execute(insertRows(stateTransitions, rows))
}

/** The instant of the last change of this resource; null before its first. */
export async function lastEffectiveAt(tx: Tx, resourceId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: max(stateTransitions.effectiveAt) })
    .from(stateTransitions)
    .where(eq(stateTransitions.resourceId, resourceId))
  return row?.at ?? null
}

export async function selectTransitions(tx: Tx, resourceId: string, limit: number): Promise<TransitionRow[]> {
  return tx
    .select()
    .from(stateTransitions)
    .where(eq(stateTransitions.resourceId, resourceId))
    .orderBy(desc(stateTransitions.effectiveAt), desc(stateTransitions.recordedAt), desc(stateTransitions.id))
    .limit(limit)
}
