export { isSagaKind, type SagaKind, sagaKinds } from './saga-kinds'
export type { WorkerState, WorkersView, WorkerView } from './workers/client'
