import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sagaSteps } from '~/db/schema/provisioning'
import type { Id } from '~/lib/kernel/ids'

export type StepRow = typeof sagaSteps.$inferSelect
type StepKey = { sagaId: Id<'saga'>; position: number }

export async function listSteps(tx: Tx, sagaId: Id<'saga'>): Promise<StepRow[]> {
  return tx.select().from(sagaSteps).where(eq(sagaSteps.sagaId, sagaId)).orderBy(asc(sagaSteps.position))
}

/** Writes the intent of a step before its effect. */
export async function markStepRunning(tx: Tx, key: StepKey, now: Date): Promise<void> {
  await update(tx, key, {
    state: 'running',
    attempt: sql`${sagaSteps.attempt} + 1`,
    startedAt: sql`coalesce(${sagaSteps.startedAt}, ${now.toISOString()}::timestamptz)`,
  })
}

/** Writes the intent to undo a step. */
export async function markStepUndoing(tx: Tx, key: StepKey): Promise<void> {
  await update(tx, key, { state: 'undoing', undoAttempt: sql`${sagaSteps.undoAttempt} + 1` })
}

export type StepChange = Partial<
  Pick<
    typeof sagaSteps.$inferInsert,
    | 'state'
    | 'finishedAt'
    | 'result'
    | 'errorCode'
    | 'errorParams'
    | 'errorText'
    | 'attempt'
    | 'undoAttempt'
    | 'undoErrorCode'
    | 'undoErrorText'
  >
>

export async function updateStep(tx: Tx, key: StepKey, change: StepChange): Promise<void> {
  await update(tx, key, change)
}

type StepSet = Parameters<ReturnType<Tx['update']>['set']>[0]

async function update(tx: Tx, key: StepKey, set: StepSet): Promise<void> {
  await tx
    .update(sagaSteps)
    .set(set)
    .where(and(eq(sagaSteps.sagaId, key.sagaId), eq(sagaSteps.position, key.position)))
}
