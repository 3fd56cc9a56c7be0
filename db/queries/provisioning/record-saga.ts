import type { Tx } from '~/db/client'
import { sagaSteps, sagas } from '~/db/schema/provisioning'

/** Insert a saga; false when its resource already has a live one. */
export async function insertSaga(tx: Tx, row: typeof sagas.$inferInsert): Promise<boolean> {
  const inserted = await tx.insert(sagas).values(row).onConflictDoNothing().returning({ id: sagas.id })
  return inserted.length === 1
}

export async function insertSagaSteps(tx: Tx, rows: (typeof sagaSteps.$inferInsert)[]): Promise<void> {
  await tx.insert(sagaSteps).values(rows)
}
