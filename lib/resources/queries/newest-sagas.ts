import { asc, desc, inArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sagas } from '~/db/schema/provisioning'
import { type SagaWithSteps, withSteps } from '~/lib/sagas/rows'

/** The newest saga of each of these resources, with its steps. */
export async function listNewestSagas(tx: Tx, resourceIds: readonly string[]): Promise<SagaWithSteps[]> {
  if (resourceIds.length === 0) return []
  const newest = await tx
    .selectDistinctOn([sagas.resourceId])
    .from(sagas)
    .where(inArray(sagas.resourceId, [...resourceIds]))
    .orderBy(asc(sagas.resourceId), desc(sagas.createdAt), desc(sagas.id))
  return withSteps(tx, newest)
}
