import type { SagaState, StepState } from '~/db/schema/provisioning'
import type { Id } from '~/lib/kernel/ids'
import type { SagaKind } from '~/lib/sagas/client'

/**
 * One step for screens; instants are ISO strings. `error*` is the last error, kept after a retry. Customers
 * see a translated code: the hypervisor's own text may contain its address.
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
  /** `unknown` to this version. */
  kind: SagaKind | 'unknown'
  resourceKind: 'instance' | 'volume' | 'snapshot' | 'image' | 'backup' | 'balancer'
  resourceId: string
  state: SagaState
  createdAt: string
  finishedAt: string | null
  failureCode: string | null
  failureParams: Record<string, string> | null
  steps: SagaStepView[]
}

/** A saga for the operator: with its organisation, its resource, and why its undo failed. */
export type OperatorSagaView = SagaView & {
  /** As stored, also when this version does not know it. */
  kindName: string
  /** It is due, and no living worker knows all its steps. */
  isStranded: boolean
  /** The hypervisor's own message. */
  failureText: string | null
  /** By position of the step. */
  errorTexts: Record<number, string>
  organisationId: Id<'organisation'>
  organisationName: string
  resourceName: string | null
  requestedBy: string
  /** The person who requested it, if there is one. */
  requesterName: string | null
  leaseOwner: string | null
  /** The trace of the request that began it; null when nothing was traced. */
  traceId: string | null
  /** When the next attempt is due. */
  runAfter: string
  undoErrors: Record<number, { code: string; text: string | null }>
  /** Every step that may have happened can be undone. */
  isUndoable: boolean
}

export type SagaPage = {
  sagas: OperatorSagaView[]
  total: number
  pageSize: number
  counts: Partial<Record<SagaState, number>>
  /** How many no living worker knows. */
  stranded: number
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
  /** A worker will claim it at once. */
  isDue: boolean
}

export const sagaStates = [
  'running',
  'undoing',
  'parked',
  'succeeded',
  'undone',
] as const satisfies SagaState[]

/** Still running, or parked for a person of the operator. */
export function isLive(saga: Pick<SagaView, 'state'>): boolean {
  return saga.state === 'running' || saga.state === 'undoing' || saga.state === 'parked'
}

/** The step that is being run, retried or undone; else the last one reached. */
export function currentStep(saga: Pick<SagaView, 'steps'>): SagaStepView | undefined {
  const moving = saga.steps.find((step) => ['running', 'undoing', 'undo_failed'].includes(step.state))
  return moving ?? saga.steps.findLast((step) => step.state !== 'pending' && step.state !== 'skipped')
}
