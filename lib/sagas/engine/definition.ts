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

/** Facts that a step keeps in its row for later steps and for readers. */
export type StepResult = Record<string, string | number | boolean | null>
export type StepResults = Readonly<Record<string, StepResult | null | undefined>>

/** Input of a step with outside effects. It runs outside any transaction and may be repeated. */
export type EffectInput<K extends SagaKind> = {
  saga: SagaFacts<K>
  driver: Driver
  /** Returns the driver of another resource in the step. */
  driverOf(resourceId: string): Promise<Driver>
  /** 1 at the first attempt; also counts attempts that crashed. */
  attempt: number
  attemptsMax: number
  /** Options of one call: it ends at its own deadline, or after this time, and when the lease is lost. */
  call(timeoutMs?: number): CallOptions
  now(): Date
  wait(millis: number): Promise<void>
  /** Runs a short transaction of the worker. */
  read<T>(run: (tx: Tx) => Promise<T>): Promise<T>
}

/** Input of a step that only writes rows: its rows and its own result commit together. */
export type RecordInput<K extends SagaKind> = {
  saga: SagaFacts<K>
  tx: Tx
  ctx: OpContext
  results: StepResults
}

/** How a saga ended when it did not succeed. */
export type SagaFailure = { code: string; params: Record<string, string>; text: string }

/** `nothing`: an earlier step's undo reverts it, or it changes nothing. */
type NoUndo = 'nothing' | 'forward_only'

type StepBase<K extends SagaKind> = {
  name: string
  /** When false, the saga omits this step; evaluated once, when the saga is recorded. */
  applies?(input: SagaInputs[K]): boolean
  attemptsMax?: number
}

export type EffectStep<K extends SagaKind> = StepBase<K> & {
  type: 'effect'
  run(step: EffectInput<K>): Promise<StepResult | undefined>
  /** May return facts, in place of the step's result, for the undos that follow. */
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
 * A saga: ordered steps, the last of which (`finish`) records the outcome and ends the saga in one transaction. A
 * refused `finish` usually parks the saga: the outside world is as wanted, so compensating would do more harm.
 * `recordUndone` is the other end, in the transaction that closes a compensated saga.
 */
export type SagaDefinition<K extends SagaKind> = {
  kind: K
  steps: readonly SagaStep<K>[]
  recordUndone(input: Omit<RecordInput<K>, 'results'> & { failure: SagaFailure }): Promise<void>
}

/** Returns the definition of a kind of saga: the engine itself knows none. */
export type DefinitionOf = <K extends SagaKind>(kind: K) => SagaDefinition<K>

/** Each step of each kind of saga that a build contains, as `kind.step`. */
export type SagaVocabulary = readonly string[]

export function stepsFor<K extends SagaKind>(
  definition: SagaDefinition<K>,
  input: SagaInputs[K],
): SagaStep<K>[] {
  return definition.steps.filter((step) => step.applies?.(input) ?? true)
}
