/**
 * Front door of the processes that act on hypervisors: the worker and the command line. The two sites import
 * `index.ts` alone, so that no driver and no credential of one is ever in their build.
 */
export { applyAddresses } from './addresses/apply-addresses'
export { compareZones } from './drifts/compare-zones'
export { watchZones } from './drifts/watch-zones'
export { faultNames, openSimulator } from './drivers/index'
export type { Shell, ShellSize } from './drivers/shell'
export { carryOutSaga } from './engine/carry-out-saga'
export { type CrashHook, crashPointName, neverCrash } from './engine/crash-point'
export { engineDefaults } from './engine/engine'
export { type SagaRunner, startSagaRunner } from './engine/saga-runner'
export { checkVantages } from './hypervisors/check-vantages'
export { readHypervisor } from './hypervisors/read-hypervisor'
export { type BindOutcome, bindIncusZone } from './incus-zone/bind-incus-zone'
export { applyNetworks } from './networks/apply-networks'
export { keepSpareNetworks } from './networks/keep-spares'
export { type Drivers, openDrivers } from './open-drivers'
export { runProbes } from './probes/run-probes'
export { definitionOf } from './sagas/index'
export { simulateFault } from './simulate-fault'
export { lookAtHosts } from './watching/look-at-hosts'
export { lookAtZone } from './watching/look-at-zone'
