import type { Tx } from '~/db/client'
import type { CallOptions, Driver } from '~/lib/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { SagaInputs, SagaKind } from '../saga-kinds'

export type SagaFacts<K extends SagaKind = SagaKind> = {
  id: Id<'saga'>
  organisationId: Id<'organisation'>
  kind: K
  resourceId: string
  input: SagaInputs[K]
}

/** What a step leaves for later ones and for whoever looks; kept in its row. */
export type StepResult = Record<string, string | number | boolean | null>
export type StepResults = Readonly<Record<string, StepResult | null | undefined>>

/** What a step that acts on the outside is given. It runs outside any transaction and may be repeated. */
export type EffectInput<K extends SagaKind> = {
  saga: SagaFacts<K>
  driver: Driver
  /** The driver of another resource that the step is about. */
  driverOf(resourceId: string): Promise<Driver>
  /** 1 at the first try, counted over crashes too. */
  attempt: number
  attemptsMax: number
  /** Options of one call: ends at its own deadline, or after so long, and when the lease is lost. */
  call(timeoutMs?: number): CallOptions
  now(): Date
  wait(millis: number): Promise<void>
  /** A short transaction of the worker's. */
  read<T>(run: (tx: Tx) => Promise<T>): Promise<T>
}

/** What a step that only writes rows is given: its rows and its own result commit together. */
export type RecordInput<K extends SagaKind> = {
  saga: SagaFacts<K>
  tx: Tx
  ctx: OpContext
  results: StepResults
}

/** How a saga ended when it did not succeed. */
export type SagaFailure = { code: string; params: Record<string, string>; text: string }

/** `nothing`: what the step did is taken back by an earlier step's undo, or is no change. */
type NoUndo = 'nothing' | 'forward_only'

type StepBase<K extends SagaKind> = {
  name: string
  /** Left out of the saga when false; asked once, when it is recorded. */
  applies?(input: SagaInputs[K]): boolean
  attemptsMax?: number
}

export type EffectStep<K extends SagaKind> = StepBase<K> & {
  type: 'effect'
  run(step: EffectInput<K>): Promise<StepResult | undefined>
  /** May leave facts, in the place of the step's result, for the undos that follow. */
  undo: NoUndo | ((step: EffectInput<K>) => Promise<StepResult | undefined>)
}

export type RecordStep<K extends SagaKind> = StepBase<K> & {
  type: 'record'
  record(step: RecordInput<K>): Promise<StepResult | undefined>
  /** What follows when the rows refuse: the last step of a saga usually parks it. */
  whenRefused: 'undo' | 'park'
  undo: NoUndo | ((step: RecordInput<K>) => Promise<void>)
}

export type SagaStep<K extends SagaKind> = EffectStep<K> | RecordStep<K>

/**
 * A saga: ordered steps, the last of which (`finish`) records the outcome and ends the saga in one
 * transaction. A `finish` that is refused parks the saga as a rule: the world is as wanted, so undoing it
 * would be the greater harm. `recordUndone` is the other end, in the transaction that closes an undone saga.
 */
export type SagaDefinition<K extends SagaKind> = {
  kind: K
  steps: readonly SagaStep<K>[]
  recordUndone(input: Omit<RecordInput<K>, 'results'> & { failure: SagaFailure }): Promise<void>
}

/** The definition of each kind of saga: the engine knows none of them. */
export type DefinitionOf = <K extends SagaKind>(kind: K) => SagaDefinition<K>

export function stepsFor<K extends SagaKind>(
  definition: SagaDefinition<K>,
  input: SagaInputs[K],
): SagaStep<K>[] {
  return definition.steps.filter((step) => step.applies?.(input) ?? true)
}
