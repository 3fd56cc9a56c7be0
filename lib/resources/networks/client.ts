import type { Id } from '~/lib/kernel/ids'
import type { RuleView } from '../firewall/client'
import type { NetworkStanding } from './network-standing'

/** What a form for a new network offers. */
export type NetworkForm = {
  projects: { id: Id<'project'>; name: string }[]
  /** `canChooseRange`: otherwise the installation allots one. */
  zones: { id: Id<'zone'>; name: string; code: string; canChooseRange: boolean }[]
}
/** A server's card on a network. Public addresses lead to the first, which stays. */
export type CardView = {
  networkId: Id<'network'>
  networkName: string
  range: string
  hasExit: boolean
  address: string
  /** Its public IPv6 address there; null without one. */
  address6: string | null
  isFirst: boolean
  is: 'connected' | 'connecting' | 'disconnecting'
}
export type ServerNetworks = {
  cards: CardView[]
  /** Networks of its project and zone that it is not on. */
  others: { id: Id<'network'>; name: string; range: string }[]
}
/** A private network of a project in a zone, with its rules. */
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
  /** Its public IPv6 addresses; null without. */
  range6: string | null
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
  /** Its own set, and the rules of that. */
  ruleSetId: Id<'ruleSet'>
  rules: RuleView[]
  /** Named sets that are attached to it. */
  ruleSets: { id: Id<'ruleSet'>; name: string; rules: RuleView[] }[]
  /** `isFirstCard`: public addresses of the server lead to it here. */
  servers: {
    id: Id<'instance'>
    name: string
    address: string
    address6: string | null
    isFirstCard: boolean
  }[]
  /** Running and stopped servers of its project and zone that are not on it. */
  otherServers: { id: Id<'instance'>; name: string }[]
  /** Networks that it is peered with. */
  peers: (NetworkPeer | HiddenPeer)[]
  /** Other networks of its zone that it may be peered with; null where networks are not peered. */
  peerChoices: NetworkPeer[] | null
}
export type NetworkPeer = { id: Id<'network'>; name: string; projectName: string; range: string }
/** Of a project that this person does not see, who may end the peering all the same. */
export type HiddenPeer = { id: Id<'network'>; name: null }
