import { asc, eq, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { outsideVantages } from '~/db/schema/resources/reach-tests'
import type { Id } from '~/lib/kernel/ids'

export type VantageRow = typeof outsideVantages.$inferSelect

export async function listVantages(tx: Tx): Promise<VantageRow[]> {
  return tx
    .select()
    .from(outsideVantages)
    .where(isNull(outsideVantages.removedAt))
    .orderBy(asc(outsideVantages.name))
}

export async function insertVantage(tx: Tx, row: typeof outsideVantages.$inferInsert): Promise<void> {
  await tx.insert(outsideVantages).values(row)
}

export async function markVantageRemoved(tx: Tx, id: Id<'outsideVantage'>, at: Date): Promise<void> {
  await tx.update(outsideVantages).set({ removedAt: at }).where(eq(outsideVantages.id, id))
}
