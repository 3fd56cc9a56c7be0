import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sagaSteps, sagas } from '~/db/schema/provisioning'
import type { Id } from '~/lib/kernel/ids'
import type { SagaRow } from './leases'
import type { StepRow } from './steps'

export type SagaWithSteps = { saga: SagaRow; steps: StepRow[] }

export async function findSagaRow(tx: Tx, sagaId: Id<'saga'>): Promise<SagaRow | null> {
  const [row] = await tx.select().from(sagas).where(eq(sagas.id, sagaId))
  return row ?? null
}

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

/** Attach their steps to these sagas, keeping the order. */
export async function withSteps(tx: Tx, rows: readonly SagaRow[]): Promise<SagaWithSteps[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const steps = await tx
    .select()
    .from(sagaSteps)
    .where(inArray(sagaSteps.sagaId, ids))
    .orderBy(asc(sagaSteps.position))
  return rows.map((saga) => ({ saga, steps: steps.filter((step) => step.sagaId === saga.id) }))
}

/** Something is under way with this resource, or waits for a person. */
export async function hasLiveSaga(tx: Tx, resourceId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: sagas.id })
    .from(sagas)
    .where(and(eq(sagas.resourceId, resourceId), inArray(sagas.state, ['running', 'undoing', 'parked'])))
    .limit(1)
  return row !== undefined
}
