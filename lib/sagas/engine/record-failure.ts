import { addSeconds } from '~/lib/kernel/time/clock'
import { backoffMs } from './backoff'
import type { Drive, StepInHand, StepOutcome } from './drive'
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
  hand: StepInHand,
  steps: readonly StepRow[],
  attempt: number,
  error: unknown,
): Promise<StepOutcome> {
  if (error instanceof LeaseLost) throw error
  const failure = classifyFailure(error)
  const attemptsMax = hand.step.attemptsMax ?? drive.engine.attemptsMax
  if (failure.retryable && attempt < attemptsMax) return tryLater(drive, hand, attempt, failure)
  return giveUp(drive, hand, steps, attempt, failure)
}

async function tryLater(
  drive: Drive,
  hand: StepInHand,
  attempt: number,
  failure: StepFailure,
): Promise<StepOutcome> {
  const { engine, held } = drive
  const afterMs = backoffMs(attempt, engine.backoff, engine.random())
  await held.write(async (tx, ctx) => {
    // A step that writes rows lost its intent with its transaction, so the attempt is counted here.
    await updateStep(
      tx,
      { sagaId: drive.saga.id, position: hand.row.position },
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
  hand: StepInHand,
  steps: readonly StepRow[],
  attempt: number,
  failure: StepFailure,
): Promise<StepOutcome> {
  const { held } = drive
  const parks = hand.step.type === 'record' && hand.step.whenRefused === 'park'
  const isUndoable = !parks && canBeUndone(withDefinitions(drive, hand, steps))
  await held.write(async (tx, ctx) => {
    await updateStep(
      tx,
      { sagaId: drive.saga.id, position: hand.row.position },
      {
        state: 'failed',
        attempt,
        finishedAt: ctx.now,
        ...errorOf(failure),
      },
    )
    const set = {
      failureCode: failure.code,
      failureParams: { ...failure.params, step: hand.step.name },
      failureText: failure.text,
    }
    if (isUndoable) await updateHeldSaga(tx, held.lease, { state: 'undoing', ...set })
    else await parkSaga(tx, ctx, drive, set)
  })
  return isUndoable ? { next: 'go_on' } : { next: 'ended' }
}

function withDefinitions(drive: Drive, hand: StepInHand, steps: readonly StepRow[]) {
  return steps.map((row) => ({
    state: row.position === hand.row.position ? ('failed' as const) : row.state,
    isForwardOnly: drive.definition.steps.find((step) => step.name === row.name)?.undo === 'forward_only',
  }))
}

function errorOf(failure: StepFailure) {
  return { errorCode: failure.code, errorParams: failure.params, errorText: failure.text }
}
