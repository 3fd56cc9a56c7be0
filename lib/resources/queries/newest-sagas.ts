import { asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sagas } from '~/db/schema/provisioning'
import type { Id } from '~/lib/kernel/ids'
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

/** One saga whose resource this transaction may see; row-level security shows resources by project. */
export async function findVisibleSaga(tx: Tx, id: Id<'saga'>): Promise<SagaWithSteps | null> {
  const rows = await tx.select().from(sagas).where(eq(sagas.id, id))
  const resourceId = rows[0]?.resourceId
  if (resourceId === undefined) return null
  const [found] = await tx.execute<{ isVisible: boolean }>(sql`
    select exists (select from instances where id = ${resourceId})
      or exists (select from volumes where id = ${resourceId})
      or exists (select from volume_snapshots where id = ${resourceId})
      or exists (select from instance_snapshots where id = ${resourceId})
      or exists (select from private_images where id = ${resourceId})
      or exists (select from volume_backups where id = ${resourceId})
      or exists (select from balancers where id = ${resourceId}) as "isVisible"`)
  if (!found?.isVisible) return null
  const [saga] = await withSteps(tx, rows)
  return saga ?? null
}
