import type { Tx } from '~/db/client'
import { sagaSteps, sagas } from '~/db/schema/provisioning'

/** Insert sagas, save those whose resource has a live one already; answers the ids of those inserted. */
export async function insertSagas(tx: Tx, rows: (typeof sagas.$inferInsert)[]): Promise<Set<string>> {
  const inserted = await tx.insert(sagas).values(rows).onConflictDoNothing().returning({ id: sagas.id })
  return new Set(inserted.map(({ id }) => id))
}

export async function insertSagaSteps(tx: Tx, rows: (typeof sagaSteps.$inferInsert)[]): Promise<void> {
  await tx.insert(sagaSteps).values(rows)
}
