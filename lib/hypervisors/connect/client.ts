import type { VantageReport } from '~/db/schema/catalogue'
import type { HypervisorFacts, HypervisorState } from '~/db/schema/hypervisors'
import type { Id } from '~/lib/kernel/ids'
import type { HypervisorDecision } from './plan-hypervisor'

export type { HypervisorState } from '~/db/schema/hypervisors'

/** A hypervisor as the operator sees it; instants are ISO strings. */
export type HypervisorView = {
  id: Id<'hypervisor'>
  zoneCode: string
  zoneName: string
  city: string
  /** Once it has been confirmed. */
  zoneId: Id<'zone'> | null
  address: string
  /** Those that staff or the token gave, in the order in which they are tried. */
  addresses: string[]
  /** Where no server of its zone may connect to, beside what holds for all zones. */
  managementRanges: string[]
  /** Those that are tried after them: where its members listen. */
  memberAddresses: { address: string; member: string }[]
  fingerprint: string
  state: HypervisorState
  revision: number
  facts: HypervisorFacts | null
  /** What would be sold on it; null before it has been read. */
  decision: HypervisorDecision | null
  readAt: string | null
  confirmedAt: string | null
  failure: { code: string; text: string; at: string } | null
  /** Resources that live in its zone: it cannot be removed before they are gone. */
  resources: number
  /** Members whose hosts do not answer now, whatever was read before. */
  silentMembers: string[]
  /** What was last seen of our own there, who say what answers; null before anybody looked. */
  vantages: { reports: VantageReport[]; checkedAt: string } | null
}
