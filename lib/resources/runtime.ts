/**
 * Entry point for processes that call hypervisors: the worker and the command line. The two sites import only
 * `index.ts`, so that their builds contain no driver and no hypervisor credential.
 */
export { applyAddresses } from './addresses/apply-addresses'
export { applyBalancers } from './balancers/apply-balancers'
export { observeBalancers } from './balancers/observe-balancers'
export { renewBalancers } from './balancers/renew-balancers'
export { tendCertificateOrders } from './certificates/acme/tend-orders'
export { openFirstBootReader } from './first-boot/read-first-boots'
export { applyNetworks } from './networks/apply-networks'
export { keepSpareNetworks } from './networks/keep-spares'
export { runProbes } from './probes/run-probes'
export { runReachTests } from './reach-tests/run-reach-tests'
export { definitionOf, sagaVocabulary } from './sagas'
