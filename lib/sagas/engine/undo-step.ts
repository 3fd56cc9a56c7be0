import { invariant } from '~/lib/kernel/errors'
import { addSeconds } from '~/lib/kernel/time/clock'
import { failSpan } from '~/lib/kernel/tracing/tracer'
import { backoffMs } from './backoff'
import type { CurrentStep, Drive, StepOutcome } from './drive'
import { classifyFailure } from './failure'
import { LeaseLost } from './held-saga'
import { parkSaga } from './park-saga'
import { updateHeldSaga } from './queries/leases'
import { markStepUndoing, type StepRow, updateStep } from './queries/steps'
import { effectInput, resultsOf } from './step-input'

/** Undoes one step: intent, undo, result. A step that still cannot be undone after some attempts parks the saga. */
export async function undoStep(
  drive: Drive,
  current: CurrentStep,
  steps: readonly StepRow[],
): Promise<StepOutcome> {
  const { engine, held, saga } = drive
  const { step, row } = current
  const key = { sagaId: saga.id, position: row.position }
  const point = { kind: saga.kind, step: step.name, direction: 'undo' as const }
  invariant(step.undo !== 'forward_only', `${step.name} only goes forward`)
  if (step.undo === 'nothing') {
    await held.write((tx) => updateStep(tx, key, { state: 'undone' }))
    return { next: 'go_on' }
  }
  try {
    if (step.type === 'effect' && typeof step.undo === 'function') {
      await held.write((tx) => markStepUndoing(tx, key))
      engine.crash({ ...point, place: 'before_effect' })
      const left = await step.undo(await effectInput(drive, row.undoAttempt + 1, engine.undoAttemptsMax))
      engine.crash({ ...point, place: 'after_effect' })
      await held.write((tx) => updateStep(tx, key, { state: 'undone', ...(left ? { result: left } : {}) }))
    } else if (step.type === 'record' && typeof step.undo === 'function') {
      const { undo } = step
      engine.crash({ ...point, place: 'before_effect' })
      await held.write(async (tx, ctx) => {
        await markStepUndoing(tx, key)
        await undo({ saga, tx, ctx, results: resultsOf(steps) })
        await updateStep(tx, key, { state: 'undone' })
        engine.crash({ ...point, place: 'after_effect' })
      })
    }
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    drive.signal.throwIfAborted()
    return recordUndoFailure(drive, current, error)
  }
  engine.crash({ ...point, place: 'after_record' })
  return { next: 'go_on' }
}

async function recordUndoFailure(drive: Drive, current: CurrentStep, error: unknown): Promise<StepOutcome> {
  const { engine, held } = drive
  const key = { sagaId: drive.saga.id, position: current.row.position }
  const failure = classifyFailure(error)
  failSpan(failure.code)
  const undoAttempt = current.row.undoAttempt + 1
  const seen = { undoAttempt, undoErrorCode: failure.code, undoErrorText: failure.text }
  // Undoing is the way out, so even failures that look final are retried before a person is called.
  if (undoAttempt < engine.undoAttemptsMax) {
    const afterMs = backoffMs(undoAttempt, engine.backoff, engine.random())
    await held.write(async (tx, ctx) => {
      await updateStep(tx, key, { state: 'undoing', ...seen })
      await updateHeldSaga(tx, held.lease, {
        runAfter: addSeconds(ctx.now, afterMs / 1_000),
        leaseOwner: null,
        leaseExpiresAt: null,
      })
    })
    return { next: 'later', afterMs }
  }
  await held.write(async (tx, ctx) => {
    await updateStep(tx, key, { state: 'undo_failed', ...seen })
    await parkSaga(tx, ctx, drive, {})
  })
  return { next: 'ended' }
}
