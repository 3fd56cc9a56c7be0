/**
 * Front door of the processes that act on hypervisors: the worker and the command line. The two sites import
 * `index.ts` alone, so that no driver and no credential of one is ever in their build.
 */
export { carryOutSaga } from './engine/carry-out-saga'
export { type CrashHook, crashPointName, neverCrash } from './engine/crash-point'
export { engineDefaults } from './engine/engine'
export { type SagaRunner, startSagaRunner } from './engine/saga-runner'
