/**
 * Front door of the processes that act on hypervisors: the worker and the command line. The two sites import
 * `index.ts` alone, so that no driver and no credential of one is ever in their build.
 */
export { applyAddresses } from './addresses/apply-addresses'
export { applyNetworks } from './networks/apply-networks'
export { keepSpareNetworks } from './networks/keep-spares'
export { runProbes } from './probes/run-probes'
export { definitionOf } from './sagas'
