import type { SagaKind } from '../saga-kinds'
import type { SagaDefinition, SagaFacts, SagaStep } from './definition'
import type { Engine } from './engine'
import type { HeldSaga } from './held-saga'
import type { StepRow } from './queries/steps'

/** The context of the current saga for its steps. */
export type Drive = {
  engine: Engine
  held: HeldSaga
  definition: SagaDefinition<SagaKind>
  saga: SagaFacts
  /** Its position in the trace of the request that began it; null when nothing was traced. */
  traceparent: string | null
  /** Ends waits and calls: the lease was lost, or the worker is leaving in a hurry. */
  signal: AbortSignal
}

export type StepOutcome = { next: 'go_on' } | { next: 'ended' } | { next: 'later'; afterMs: number }

export type CurrentStep = { row: StepRow; step: SagaStep<SagaKind>; isLast: boolean }
