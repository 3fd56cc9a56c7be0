export { digestOf } from './balancer/configuration'
export { servesWithout } from './balancer/serves-without'
export { addHypervisor } from './connect/add-hypervisor'
export { changeHypervisorAddresses } from './connect/change-hypervisor-addresses'
export { changeManagementRanges } from './connect/change-management-ranges'
export { confirmHypervisor } from './connect/confirm-hypervisor'
export { listHypervisors } from './connect/list-hypervisors'
export { removeHypervisor } from './connect/remove-hypervisor'
export { rereadHypervisor } from './connect/reread-hypervisor'
export { rereadStale } from './connect/reread-stale'
export { isDriftKind, missingKinds } from './drifts/kinds'
export { listDrifts } from './drifts/list-drifts'
export { releaseDrift } from './drifts/release-drift'
export { expandRuleSets, isRestricted } from './firewall/expand-rule-sets'
export {
  exceededFirewallLimit,
  rangesPerNetworkMax,
  rulesPerNetworkMax,
} from './firewall/firewall-limits'
export { readFilters } from './firewall/read-filters'
export type {
  FirewallRule,
  Local,
  Peer,
  StoredFirewall,
  StoredRule,
  StoredRuleSet,
} from './firewall/rule-set'
export type {
  BackendObservation,
  BalancerObservation,
  BalancerSpec,
  Balancers,
} from './port/balancer'
export type {
  CallOptions,
  Driver,
  ImageSpec,
  InstanceSize,
  InstanceSpec,
  KeptByRestore,
  NetworkSpec,
  ProbeAnswer,
  ProbeTarget,
  SnapshotObservation,
  VolumeSpec,
} from './port/driver'
export { DriverError } from './port/driver-error'
export {
  closedFilter,
  type FirewallRuleSpec,
  isFlowAllowed,
  type NetworkFilter,
} from './port/firewall'
export type { FirstBoot } from './port/first-boot'
export { spareNetworkOwner } from './port/names'
export { decideMany } from './quarantine/decide-many'
export { decideQuarantine } from './quarantine/decide-quarantine'
export { explainQuarantined, lockQuarantined, type QuarantineRow } from './quarantine/explain-quarantined'
export { listQuarantine } from './quarantine/list-quarantine'
export {
  agreeToDatabase,
  allowComparison,
  countOpenPoints,
  listPastRecoveries,
  readRecovery,
} from './recovery/agree-to-database'
export { listHeldErasures, releaseErasures } from './recovery/held-erasures'
export { listOpenDifferences } from './recovery/open-points'
