import type { SagaState, StepState } from '~/db/schema/provisioning'
import type { Id } from '~/lib/kernel/ids'
import type { BackupPlace } from './request-backup'
import type { SagaKind } from './saga-kinds'
import type { ScheduleRule } from './schedules/schedule-rule'

export type { SagaState, StepState } from '~/db/schema/provisioning'
export type { AddressPage, AddressPoolView, PublicAddressView } from './addresses/client'
export type { ComparisonView, DriftView } from './drifts/client'
export { rescuePath } from './drivers/driver'
export type { GrowthChoice } from './growth/list-growth-choices'
export type { HypervisorState, HypervisorView } from './hypervisors/client'
export type { ResizeChoice } from './list-resize-choices'
export type { NetworkView } from './networks/client'
export type { SshOpening } from './networks/ssh-opening'
/** Where a backup may be kept: a zone, and there a class of storage. */
export type BackupTarget = {
  zoneId: Id<'zone'>
  code: string
  name: string
  volumeClass: 'fast' | 'standard' | 'archive'
}

/** Why a server cannot change hosts: it is on the only one, or has volumes that would stay behind. */
export type MoveObstacle = 'one_host' | 'local_volumes'
/** Whether moving a server would keep more of its placement rules; null when it keeps them all. */
export type PlacementRepair =
  | { isPossible: true }
  | { isPossible: false; reason: MoveObstacle | 'no_better_host' }
export { type ProbeProtocol, type ProbeView, probeProtocols, probesMax } from './probes/client'
export { type QuarantineView, quarantineCan, quarantineDays } from './quarantine/client'
export type { HeldErasures } from './recovery/client'
export type { BackupPlace } from './request-backup'
export { isSagaKind, type SagaKind, sagaKinds } from './saga-kinds'
export type { ScheduleRule } from './schedules/schedule-rule'
export type { WorkerState, WorkersView, WorkerView } from './workers/client'

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

/** When snapshots or backups of a volume are taken by themselves; `failure`: why the last one was not. */
export type ScheduleView = {
  rule: ScheduleRule
  keep: number
  nextDueAt: string
  /** Where backups are kept; null for snapshots, which stay beside the volume. */
  place: BackupPlace | null
  failure: { code: string; params: Record<string, string>; at: string } | null
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
