/**
 * Drives one saga forward or back from its rows. Guarantees: intent is written before an effect and the result after
 * it; every write is refused once another worker has taken over; a step in progress is repeated after a crash. It does
 * not guarantee that an effect happens once: the drivers' calls are idempotent.
 */
import { type Tx, withSagas } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { observe, secondsSince } from '~/lib/kernel/metrics/recorder'
import { inScope } from '~/lib/kernel/request-scope'
import { systemContext } from '~/lib/kernel/system-context'
import { writeTraceparent } from '~/lib/kernel/tracing/traceparent'
import { type Attributes, continueTrace, inSpan, startSpan } from '~/lib/kernel/tracing/tracer'
import { isSagaKind, type SagaInputs, type SagaKind } from '../saga-kinds'
import { closeUndone } from './close-undone'
import type { SagaDefinition } from './definition'
import type { CurrentStep, Drive, StepOutcome } from './drive'
import type { Engine } from './engine'
import { type HeldSaga, holdSaga, LeaseLost } from './held-saga'
import { nextAction } from './next-action'
import { isSagaUnknown } from './queries/known-steps'
import { acquireLease, type SagaRow, storeTrace } from './queries/leases'
import { findSagaRow } from './queries/read-sagas'
import { listSteps, type StepRow } from './queries/steps'
import { runStep } from './run-step'
import { undoStep } from './undo-step'

export type DriveOutcome =
  /** Not due, or held by another worker. */
  | { outcome: 'not_taken' }
  /** Left untouched for a worker of another version: this one lacks one of its steps. */
  | { outcome: 'unknown' }
  /** Ended or parked. */
  | { outcome: 'rested' }
  | { outcome: 'later'; afterMs: number }
  /** Released because the worker is leaving. */
  | { outcome: 'given_back' }
  /** Another worker took over. */
  | { outcome: 'lost' }

/** The trace of a longer attempt is sent although its request is not recorded. */
const slowMs = 60_000

export type Shutdown = { isRequested(): boolean; signal: AbortSignal }

/** Acquires the saga if it is due and free, and drives it as far as it goes now. */
export async function driveSaga(
  engine: Engine,
  sagaId: Id<'saga'>,
  leaving: Shutdown,
): Promise<DriveOutcome> {
  const { row, isUnknown } = await withSagas(systemContext('saga', engine.now(), sagaId), async (tx) => {
    const acquired = await acquireLease(tx, {
      sagaId,
      owner: engine.workerId,
      now: engine.now(),
      leaseSeconds: engine.leaseSeconds,
      vocabulary: engine.vocabulary,
    })
    if (acquired && !acquired.traceparent) acquired.traceparent = await beginTrace(tx, sagaId)
    return { row: acquired, isUnknown: !acquired && (await isSagaUnknown(tx, sagaId, engine.vocabulary)) }
  })
  if (!row) return { outcome: isUnknown ? 'unknown' : 'not_taken' }
  const held = holdSaga(engine, row)
  try {
    const drive = openDrive(engine, held, row, leaving.signal)
    const scope = { sagaId: row.id, organisationId: row.organisationId }
    return await inScope(scope, () => driveHeld(drive, leaving))
  } catch (error) {
    if (error instanceof LeaseLost || held.signal.aborted) return { outcome: 'lost' }
    if (leaving.signal.aborted) {
      await held.release()
      return { outcome: 'given_back' }
    }
    throw error
  } finally {
    held.letGo()
  }
}

/** The trace of a saga that was recorded while nothing was traced; null while nothing is. */
async function beginTrace(tx: Tx, sagaId: Id<'saga'>): Promise<string | null> {
  const span = startSpan('begin trace of saga', null, { attributes: { 'andromede.saga_id': sagaId } })
  if (!span) return null
  span.end()
  const traceparent = writeTraceparent(span.position)
  await storeTrace(tx, sagaId, traceparent)
  return traceparent
}

function openDrive(engine: Engine, held: HeldSaga, row: SagaRow, leaving: AbortSignal): Drive {
  invariant(isSagaKind(row.kind), `unknown kind of saga ${row.kind}`)
  return {
    engine,
    held,
    definition: engine.definitionOf(row.kind) as SagaDefinition<SagaKind>,
    saga: {
      id: row.id,
      organisationId: row.organisationId,
      kind: row.kind,
      resourceId: row.resourceId,
      input: row.input as SagaInputs[SagaKind],
    },
    traceparent: row.traceparent,
    signal: AbortSignal.any([held.signal, leaving]),
  }
}

async function driveHeld(drive: Drive, leaving: Shutdown): Promise<DriveOutcome> {
  for (;;) {
    if (leaving.isRequested()) {
      await drive.held.release()
      return { outcome: 'given_back' }
    }
    const outcome = await advance(drive)
    if (outcome.next === 'ended') return { outcome: 'rested' }
    if (outcome.next === 'later') return { outcome: 'later', afterMs: outcome.afterMs }
  }
}

async function advance(drive: Drive): Promise<StepOutcome> {
  const [saga, steps] = await drive.held.read((tx) =>
    Promise.all([findSagaRow(tx, drive.saga.id), listSteps(tx, drive.saga.id)]),
  )
  invariant(saga, 'sagas are never deleted')
  const action = nextAction(saga.state, steps)
  switch (action.act) {
    case 'run': {
      const step = definitionOfStep(drive, steps, action.position)
      return observed(drive, 'run', step, () => runStep(drive, step, steps))
    }
    case 'undo': {
      const step = definitionOfStep(drive, steps, action.position)
      return observed(drive, 'undo', step, () => undoStep(drive, step, steps))
    }
    case 'close_undone':
      return traced(drive, 'undo end', { 'andromede.step': 'end' }, () => closeUndone(drive, saga))
    case 'rest':
      return { next: 'ended' }
  }
}

/** An attempt at a step, or at its compensation: a span of its own in the saga's trace, whichever worker makes it. */
async function observed(
  drive: Drive,
  direction: 'run' | 'undo',
  { row, step }: CurrentStep,
  attempt: () => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const startedAt = performance.now()
  const number = (direction === 'run' ? row.attempt : row.undoAttempt) + 1
  try {
    const attributes = { 'andromede.step': step.name, 'andromede.attempt': number }
    return await traced(drive, `${direction} ${step.name}`, attributes, attempt)
  } finally {
    observe('sagaStepSeconds', { kind: drive.saga.kind }, secondsSince(startedAt))
  }
}

function traced<T>(drive: Drive, what: string, attributes: Attributes, run: () => Promise<T>): Promise<T> {
  const { saga, engine, traceparent } = drive
  const ofSaga = {
    'andromede.saga_id': saga.id,
    'andromede.saga_kind': saga.kind,
    'andromede.resource_id': saga.resourceId,
    'andromede.worker_id': engine.workerId,
  }
  return continueTrace(traceparent, () =>
    inSpan(`saga ${saga.kind}: ${what}`, { attributes: { ...ofSaga, ...attributes }, slowMs }, run),
  )
}

function definitionOfStep(drive: Drive, steps: readonly StepRow[], position: number): CurrentStep {
  const row = steps.find((each) => each.position === position)
  const step = drive.definition.steps.find((each) => each.name === row?.name)
  // Acquired sagas have known steps alone.
  invariant(row && step, `${drive.saga.kind} has no step ${row?.name}`)
  return { row, step, isLast: position === Math.max(...steps.map((each) => each.position)) }
}
