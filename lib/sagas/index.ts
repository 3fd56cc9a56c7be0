export {
  type DefinitionOf,
  type EffectInput,
  type EffectStep,
  type RecordInput,
  type RecordStep,
  type SagaDefinition,
  type SagaFacts,
  type SagaFailure,
  type SagaVocabulary,
  type StepResult,
  type StepResults,
  stepsFor,
} from './engine/definition'
export { canBeUndone } from './engine/next-action'
export type { SagaInputs } from './saga-kinds'
export { listWorkers } from './workers/list-workers'
