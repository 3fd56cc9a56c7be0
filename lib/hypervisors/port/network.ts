import type { FirewallRuleSpec, NetworkFilter } from './firewall'

export type OwnedNetwork = { networkId: string; organisationId: string }
/** A private network of a project, with its filter. */
export type NetworkSpec = NetworkFilter &
  OwnedNetwork & {
    /** `10.128.4.0/22` */
    range: string
    /** Its public /64, which is routed to it without translation; null or absent: no IPv6. */
    range6?: string | null
    /** False: nothing leaves it and nothing enters; its filter lists nothing. Fixed when the network is made. */
    hasExit: boolean
    /** Networks that servers of this one reach by its router, as far as the rules of both allow; absent: none. */
    peers?: readonly OwnedNetwork[]
  }

/** A card of a server on a further network; `position` from 1. `address6`: its IPv6 address there; null or absent: none. */
export type CardSpec = { network: NetworkSpec; address: string; address6?: string | null; position: number }

/** What a network of this installation allows on a hypervisor. */
export type SurveyedNetwork = {
  networkId: string
  organisationId: string
  /** `10.128.4.0/22`; null when it has none. */
  range: string | null
  /** `2001:db8:100::/64`; null when it has none. */
  range6: string | null
  /** Settings, as `key=value`, by which servers do not get their IPv6 addresses as they should; absent: none. */
  differing6?: readonly string[]
  /** Null when it allows traffic that our rules cannot express, or does not filter at all. */
  rules: FirewallRuleSpec[] | null
  egress: NetworkFilter['egress']
  filtersInside: boolean
  /** Networks that traffic passes to and from, by their ids, sorted. */
  peerIds: string[]
  /** Has the current management rules, which keep its servers from the hypervisor and from management networks. */
  hasManagementRules: boolean
  /** Hosts, by the hypervisor's names, that answer but lack the network or its rules. */
  missingOn: string[]
}
