import type { FirewallProtocol } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

type FirewallRuleView = {
  id: Id<'firewallRule'>
  protocol: FirewallProtocol
  ports: string | null
  source: string
  description: string
}
/**
 * `in_force`: a write of ours that every host confirmed. `not_in_force`: a write failed, or rules were found
 * missing; the previous ones may still be in force. `unverified`: the database was restored, and the
 * hypervisor may have rules that were set after the backup.
 */
export type NetworkStanding = 'in_force' | 'pending' | 'not_in_force' | 'unverified'
/** What a form for a new network offers. */
export type NetworkForm = {
  projects: { id: Id<'project'>; name: string }[]
  /** `canChooseRange`: otherwise the installation allots one. */
  zones: { id: Id<'zone'>; name: string; code: string; canChooseRange: boolean }[]
}
/** A private network of a project in a zone, with its inbound rules. */
export type NetworkView = {
  id: Id<'network'>
  name: string
  isDefault: boolean
  /** False: nothing leaves it and nothing enters. */
  hasExit: boolean
  /** The customer deleted it, and the hypervisor still has it. */
  isDeleting: boolean
  projectName: string
  zoneName: string
  zoneCode: string
  range: string
  /**
   * Which servers reach each other on it: all, or only those on the same host; `apart` when they are on
   * several hosts now.
   */
  meeting: 'all' | 'same_host' | 'apart'
  standing: NetworkStanding
  /**
   * For `not_in_force`: since when, and the servers on hosts known to lack the rules. `waitsForStaff`: they
   * are not written again before a person of the operator decides, because rows were lost.
   */
  notInForce: { since: string; servers: string[]; waitsForStaff: boolean } | null
  rules: FirewallRuleView[]
  servers: { id: Id<'instance'>; name: string; address: string }[]
}
