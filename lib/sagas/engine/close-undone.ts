import { DomainError } from '~/lib/kernel/errors'
import type { Drive, StepOutcome } from './drive'
import { emitEnd } from './emit-end'
import { parkSaga } from './park-saga'
import { type SagaRow, updateHeldSaga } from './queries/leases'

/** Closes a compensated saga: updates the resource's rows and ends the saga in one transaction. */
export async function closeUndone(drive: Drive, row: SagaRow): Promise<StepOutcome> {
  const { engine, held, saga } = drive
  const point = { kind: saga.kind, step: 'end', direction: 'undo' as const }
  const failure = {
    code: row.failureCode ?? 'internal_error',
    params: row.failureParams ?? {},
    text: row.failureText ?? '',
  }
  engine.crash({ ...point, place: 'before_effect' })
  try {
    await held.write(async (tx, ctx) => {
      await drive.definition.recordUndone({ saga, tx, ctx, failure })
      await emitEnd(tx, ctx, saga, failure.code)
      await updateHeldSaga(tx, held.lease, {
        state: 'undone',
        finishedAt: ctx.now,
        leaseOwner: null,
        leaseExpiresAt: null,
      })
      engine.crash({ ...point, place: 'after_effect' })
    })
  } catch (error) {
    // The resource's rows reject this end: a person must act, retries would not help.
    if (!(error instanceof DomainError)) throw error
    await held.write((tx, ctx) => parkSaga(tx, ctx, drive, {}))
    return { next: 'ended' }
  }
  engine.crash({ ...point, place: 'after_record' })
  return { next: 'ended' }
}
