import { asc, eq, inArray } from 'drizzle-orm'
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

/** Adds the steps to these sagas, in the same order. */
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
