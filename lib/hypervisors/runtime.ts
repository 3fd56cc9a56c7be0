/**
 * Entry point for processes that act on hypervisors: the worker and the command line. The two sites import only
 * `index.ts`, so their build contains no driver and none of its credentials.
 */
export { type BindOutcome, bindIncusZone } from './bind-zone/bind-incus-zone'
export { checkBalancers } from './connect/check-balancers'
export { checkVantages } from './connect/check-vantages'
export { readHypervisor } from './connect/read-hypervisor'
export { compareZones } from './drifts/compare-zones'
export { watchZones } from './drifts/watch-zones'
export { type Drivers, openDrivers } from './open-drivers'
export { askVantage } from './outside/ask-vantage'
export { addVantage, removeVantage } from './outside/manage-vantages'
export { openVantages } from './outside/open-vantages'
export { probeFromOutside, type VantageAnswer } from './outside/probe-from-outside'
export { faultNames, openSimulator } from './port'
export type { Shell, ShellSize } from './port/shell'
export { simulateFault } from './simulate-fault'
export { checkHosts } from './watching/check-hosts'
export { checkZone } from './watching/check-zone'
export { forgetLostHosts } from './watching/forget-lost-hosts'
