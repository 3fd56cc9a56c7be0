import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { insertRows } from '~/db/insert-rows'
import { sagaSteps, sagas } from '~/db/schema/provisioning'

/** Inserts sagas, except those of a resource with a live one; returns the inserted ids. */
export async function insertSagas(tx: Tx, rows: (typeof sagas.$inferInsert)[]): Promise<Set<string>> {
  const inserted = await tx.execute<{ id: string }>(
    sql`${insertRows(sagas, rows)} on conflict do nothing returning id`,
  )
  return new Set(inserted.map(({ id }) => id))
}

export async function insertSagaSteps(tx: Tx, rows: (typeof sagaSteps.$inferInsert)[]): Promise<void> {
  await tx.execute(insertRows(sagaSteps, rows))
}
