import type { NetworkTechnology, VantageReport } from '~/db/schema/catalogue'
import type { HypervisorFacts, HypervisorState } from '~/db/schema/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import type { HypervisorDecision } from './plan-hypervisor'

export type { HypervisorState } from '~/db/schema/hypervisors'

/** A hypervisor as operators see it; instants are ISO strings. */
export type HypervisorView = {
  id: Id<'hypervisor'>
  zoneCode: string
  zoneName: string
  city: string
  /** Null before confirmation. */
  zoneId: Id<'zone'> | null
  address: string
  /** From staff or the token, in the order in which they are tried. */
  addresses: string[]
  /** Ranges that servers of its zone may not connect to, in addition to those of all zones. */
  managementRanges: string[]
  /** Addresses at which the members listen, tried after `addresses`. */
  memberAddresses: { address: string; member: string }[]
  fingerprint: string
  state: HypervisorState
  revision: number
  facts: HypervisorFacts | null
  /** How private networks of its zone are made; null before the first reading. */
  networkTechnology: NetworkTechnology | null
  /** OVN was found, but the zone has networks that are bridges. */
  keepsBridges: boolean
  /** What the zone would sell on it; null before the first reading. */
  decision: HypervisorDecision | null
  readAt: string | null
  confirmedAt: string | null
  failure: { code: string; text: string; at: string } | null
  /** Live resources in its zone; it cannot be removed while there are any. */
  resources: number
  /** Members that do not answer now, according to the availability checks. */
  silentMembers: string[]
  /** The last report on the vantages; null before the first check. */
  vantages: { reports: VantageReport[]; checkedAt: string } | null
}
