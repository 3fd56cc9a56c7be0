/**
 * Entry point for processes that act on hypervisors: the worker and the command line. The two sites import only
 * `index.ts`, so their build contains no driver and none of its credentials.
 */
export { carryOutSaga } from './engine/carry-out-saga'
export { type CrashHook, crashPointName, neverCrash } from './engine/crash-point'
export { engineDefaults } from './engine/engine'
export { type SagaRunner, startSagaRunner } from './engine/saga-runner'
