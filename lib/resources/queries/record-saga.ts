import { and, desc, inArray, isNotNull, sql } from 'drizzle-orm'
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

/** The trace of the latest saga of each of these resources that has one. */
export async function listLastTraces(tx: Tx, resourceIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectDistinctOn([sagas.resourceId], { traceparent: sagas.traceparent })
    .from(sagas)
    .where(and(inArray(sagas.resourceId, [...resourceIds]), isNotNull(sagas.traceparent)))
    .orderBy(sagas.resourceId, desc(sagas.createdAt))
  return rows.flatMap((row) => row.traceparent ?? [])
}
