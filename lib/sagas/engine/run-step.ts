import type { SagaKind } from '../saga-kinds'
import type { EffectStep, RecordStep, StepResult } from './definition'
import type { CurrentStep, Drive, StepOutcome } from './drive'
import { emitEnd } from './emit-end'
import { updateHeldSaga } from './queries/leases'
import { markStepRunning, type StepRow, updateStep } from './queries/steps'
import { recordFailure } from './record-failure'
import { effectInput, resultsOf } from './step-input'

const continueNow: StepOutcome = { next: 'go_on' }

/** Carries out one step: intent, effect, result. A failure is recorded and decides what follows. */
export async function runStep(
  drive: Drive,
  current: CurrentStep,
  steps: readonly StepRow[],
): Promise<StepOutcome> {
  return current.step.type === 'effect'
    ? runEffect(drive, current, current.step, steps)
    : runRecord(drive, current, current.step, steps)
}

async function runEffect(
  drive: Drive,
  current: CurrentStep,
  step: EffectStep<SagaKind>,
  steps: readonly StepRow[],
): Promise<StepOutcome> {
  const { engine, held } = drive
  const key = { sagaId: drive.saga.id, position: current.row.position }
  const point = { kind: drive.saga.kind, step: step.name, direction: 'run' as const }
  await held.write((tx) => markStepRunning(tx, key, engine.now()))
  const attempt = current.row.attempt + 1
  let result: StepResult | undefined
  try {
    engine.crash({ ...point, place: 'before_effect' })
    result = await step.run(await effectInput(drive, attempt, step.attemptsMax ?? engine.attemptsMax))
    engine.crash({ ...point, place: 'after_effect' })
  } catch (error) {
    // We aborted the call, so no attempt failed and no failure may be recorded.
    drive.signal.throwIfAborted()
    return recordFailure(drive, current, steps, attempt, error)
  }
  await held.write((tx) =>
    updateStep(tx, key, { state: 'done', finishedAt: engine.now(), result: result ?? null }),
  )
  engine.crash({ ...point, place: 'after_record' })
  return continueNow
}

async function runRecord(
  drive: Drive,
  current: CurrentStep,
  step: RecordStep<SagaKind>,
  steps: readonly StepRow[],
): Promise<StepOutcome> {
  const { engine, held } = drive
  const key = { sagaId: drive.saga.id, position: current.row.position }
  const point = { kind: drive.saga.kind, step: step.name, direction: 'run' as const }
  try {
    engine.crash({ ...point, place: 'before_effect' })
    await held.write(async (tx, ctx) => {
      await markStepRunning(tx, key, ctx.now)
      const result = await step.record({ saga: drive.saga, tx, ctx, results: resultsOf(steps) })
      await updateStep(tx, key, { state: 'done', finishedAt: ctx.now, result: result ?? null })
      // The saga's own row comes last: a request that waits for the resource must not deadlock with us.
      if (current.isLast) {
        await emitEnd(tx, ctx, drive.saga, null)
        await updateHeldSaga(tx, held.lease, {
          state: 'succeeded',
          finishedAt: ctx.now,
          leaseOwner: null,
          leaseExpiresAt: null,
        })
      }
      engine.crash({ ...point, place: 'after_effect' })
    })
  } catch (error) {
    drive.signal.throwIfAborted()
    return recordFailure(drive, current, steps, current.row.attempt + 1, error)
  }
  engine.crash({ ...point, place: 'after_record' })
  return current.isLast ? { next: 'ended' } : continueNow
}
