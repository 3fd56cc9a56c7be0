import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sagaSteps, sagas } from '~/db/schema/provisioning'
import type { Id } from '~/lib/kernel/ids'

/** Resumes the parked saga from `now` in this direction; false when it was not parked. */
export async function unparkSaga(
  tx: Tx,
  sagaId: Id<'saga'>,
  set: { state: 'running' | 'undoing'; runAfter: Date },
): Promise<boolean> {
  const rows = await tx
    .update(sagas)
    .set(set)
    .where(and(eq(sagas.id, sagaId), eq(sagas.state, 'parked')))
    .returning({ id: sagas.id })
  return rows.length === 1
}

/** Gives the step that stopped a saga its full number of attempts again. */
export async function resetStepAttempts(tx: Tx, sagaId: Id<'saga'>): Promise<void> {
  await tx
    .update(sagaSteps)
    .set({ attempt: 0 })
    .where(and(eq(sagaSteps.sagaId, sagaId), eq(sagaSteps.state, 'failed')))
  await tx
    .update(sagaSteps)
    .set({ undoAttempt: 0 })
    .where(and(eq(sagaSteps.sagaId, sagaId), inArray(sagaSteps.state, ['undoing', 'undo_failed'])))
}
