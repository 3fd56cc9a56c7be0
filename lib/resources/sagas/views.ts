import type { SagaState, StepState } from '~/db/schema/provisioning'
import type { Id } from '~/lib/kernel/ids'
import type { SagaKind } from '~/lib/sagas/client'

/**
 * One step as a screen shows it; instants are ISO strings. `error*` is the last error met, kept after a retry. Customers
 * read its code in our words: the hypervisor's own text may name its address.
 */
export type SagaStepView = {
  position: number
  name: string
  state: StepState
  attempt: number
  undoAttempt: number
  startedAt: string | null
  finishedAt: string | null
  errorCode: string | null
  errorParams: Record<string, string> | null
}

/** A saga with its steps in order. `failureParams.step` names the step that failed. */
export type SagaView = {
  id: Id<'saga'>
  kind: SagaKind
  resourceKind: 'instance' | 'volume' | 'snapshot' | 'image' | 'backup'
  resourceId: string
  state: SagaState
  createdAt: string
  finishedAt: string | null
  failureCode: string | null
  failureParams: Record<string, string> | null
  steps: SagaStepView[]
}

/** A saga as the operator sees it: whose it is, what it concerns, and why taking it back failed. */
export type OperatorSagaView = SagaView & {
  /** The hypervisor's own words. */
  failureText: string | null
  /** By position of the step. */
  errorTexts: Record<number, string>
  organisationId: Id<'organisation'>
  organisationName: string
  resourceName: string | null
  requestedBy: string
  /** Of the person who asked, where it was one. */
  requesterName: string | null
  leaseOwner: string | null
  /** When the next attempt is due. */
  runAfter: string
  undoErrors: Record<number, { code: string; text: string | null }>
  /** Nothing that may have happened is beyond undoing. */
  isUndoable: boolean
}

export type SagaPage = {
  sagas: OperatorSagaView[]
  total: number
  pageSize: number
  counts: Partial<Record<SagaState, number>>
}

export type FailedJobView = {
  id: string
  task: string
  attempts: number
  attemptsMax: number
  lastError: string
  runAt: string
  createdAt: string
  isRunning: boolean
  /** A worker will take it at once. */
  isDue: boolean
}

export const sagaStates = [
  'running',
  'undoing',
  'parked',
  'succeeded',
  'undone',
] as const satisfies SagaState[]

/** Something is still happening, or waits for a person of the operator's. */
export function isLive(saga: Pick<SagaView, 'state'>): boolean {
  return saga.state === 'running' || saga.state === 'undoing' || saga.state === 'parked'
}

/** The step that is being carried out, tried again or undone; else the last one reached. */
export function currentStep(saga: Pick<SagaView, 'steps'>): SagaStepView | undefined {
  const moving = saga.steps.find((step) => ['running', 'undoing', 'undo_failed'].includes(step.state))
  return moving ?? saga.steps.findLast((step) => step.state !== 'pending' && step.state !== 'skipped')
}
