import { count } from '~/lib/kernel/metrics/recorder'
import { addSeconds } from '~/lib/kernel/time/clock'
import { failSpan } from '~/lib/kernel/tracing/tracer'
import { backoffMs } from './backoff'
import type { CurrentStep, Drive, StepOutcome } from './drive'
import { classifyFailure, type StepFailure } from './failure'
import { LeaseLost } from './held-saga'
import { canBeUndone } from './next-action'
import { parkSaga } from './park-saga'
import { updateHeldSaga } from './queries/leases'
import { type StepRow, updateStep } from './queries/steps'

/**
 * Records a failed attempt in its step's row, and what follows: another attempt later, compensation, or parking for a
 * person when compensation is impossible.
 */
export async function recordFailure(
  drive: Drive,
  current: CurrentStep,
  steps: readonly StepRow[],
  attempt: number,
  error: unknown,
): Promise<StepOutcome> {
  if (error instanceof LeaseLost) throw error
  count('sagaStepFailures', { kind: drive.saga.kind })
  const failure = classifyFailure(error)
  failSpan(failure.code)
  const attemptsMax = current.step.attemptsMax ?? drive.engine.attemptsMax
  if (failure.retryable && attempt < attemptsMax) return tryLater(drive, current, attempt, failure)
  return giveUp(drive, current, steps, attempt, failure)
}

async function tryLater(
  drive: Drive,
  current: CurrentStep,
  attempt: number,
  failure: StepFailure,
): Promise<StepOutcome> {
  const { engine, held } = drive
  const afterMs = backoffMs(attempt, engine.backoff, engine.random())
  await held.write(async (tx, ctx) => {
    // A step that writes rows lost its intent with its transaction, so the attempt is counted here.
    await updateStep(
      tx,
      { sagaId: drive.saga.id, position: current.row.position },
      {
        state: 'running',
        attempt,
        ...errorOf(failure),
      },
    )
    await updateHeldSaga(tx, held.lease, {
      runAfter: addSeconds(ctx.now, afterMs / 1_000),
      leaseOwner: null,
      leaseExpiresAt: null,
    })
  })
  return { next: 'later', afterMs }
}

async function giveUp(
  drive: Drive,
  current: CurrentStep,
  steps: readonly StepRow[],
  attempt: number,
  failure: StepFailure,
): Promise<StepOutcome> {
  const { held } = drive
  const parks = current.step.type === 'record' && current.step.whenRefused === 'park'
  const isUndoable = !parks && canBeUndone(withDefinitions(drive, current, steps))
  await held.write(async (tx, ctx) => {
    await updateStep(
      tx,
      { sagaId: drive.saga.id, position: current.row.position },
      {
        state: 'failed',
        attempt,
        finishedAt: ctx.now,
        ...errorOf(failure),
      },
    )
    const set = {
      failureCode: failure.code,
      failureParams: { ...failure.params, step: current.step.name },
      failureText: failure.text,
    }
    if (isUndoable) await updateHeldSaga(tx, held.lease, { state: 'undoing', ...set })
    else await parkSaga(tx, ctx, drive, set)
  })
  return isUndoable ? { next: 'go_on' } : { next: 'ended' }
}

function withDefinitions(drive: Drive, current: CurrentStep, steps: readonly StepRow[]) {
  return steps.map((row) => ({
    state: row.position === current.row.position ? ('failed' as const) : row.state,
    isForwardOnly: drive.definition.steps.find((step) => step.name === row.name)?.undo === 'forward_only',
  }))
}

function errorOf(failure: StepFailure) {
  return { errorCode: failure.code, errorParams: failure.params, errorText: failure.text }
}
