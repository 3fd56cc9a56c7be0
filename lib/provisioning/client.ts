export type { SagaState, StepState } from '~/db/schema/provisioning'
export type { AddressPage, AddressPoolView, PublicAddressView } from './addresses/client'
export type { BackupTarget } from './copies/backup-target'
export type { ComparisonView, DriftView } from './drifts/client'
export { rescuePath } from './drivers/driver'
export type { GrowthChoice } from './growth/list-growth-choices'
export type { HypervisorState, HypervisorView } from './hypervisors/client'
export type { ResizeChoice } from './list-resize-choices'
export type { NetworkView } from './networks/client'
export type { SshOpening } from './networks/ssh-opening'
export { type ProbeProtocol, type ProbeView, probeProtocols, probesMax } from './probes/client'
export { type QuarantineView, quarantineCan, quarantineDays } from './quarantine/client'
export type { HeldErasures } from './recovery/client'
export type { BackupPlace } from './request-backup'
export { isSagaKind, type SagaKind, sagaKinds } from './saga-kinds'
export {
  currentStep,
  type FailedJobView,
  isLive,
  type OperatorSagaView,
  type SagaPage,
  type SagaStepView,
  type SagaView,
  sagaStates,
} from './sagas/views'
export type { ScheduleRule } from './schedules/schedule-rule'
export type { ScheduleView } from './schedules/schedule-view'
export type { MoveObstacle, PlacementRepair } from './servers/placement-repair'
export type { WorkerState, WorkersView, WorkerView } from './workers/client'
