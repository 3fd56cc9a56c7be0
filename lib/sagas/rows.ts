/** Rows of this domain that other domains read or change in their own transactions; the sites cannot import them. */
export type { SagaRow } from './engine/queries/leases'
export { findSagaRow, type SagaWithSteps, withSteps } from './engine/queries/read-sagas'
export { listSteps, type StepRow } from './engine/queries/steps'
export { isStranded } from './engine/queries/stranded'
