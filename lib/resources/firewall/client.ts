import type { FirewallDirection, FirewallProtocol } from '~/db/schema/resources/firewall'
import type { Id } from '~/lib/kernel/ids'
import type { NetworkStanding } from '../networks/network-standing'
import type { Access } from './access'
import type { Doubt } from './judge-change'

/** A peer with its name: a range, a server, `role=web`, or a network as « project · zone ». */
export type PeerView =
  | { kind: 'anywhere' }
  | { kind: 'cidr'; cidr: string }
  | { kind: 'server'; id: Id<'instance'>; name: string }
  | { kind: 'tag'; key: string; value: string }
  | { kind: 'network'; id: Id<'network'>; name: string }

export type RuleView = {
  id: Id<'firewallRule'>
  direction: FirewallDirection
  protocol: FirewallProtocol
  ports: string | null
  peer: PeerView
  local: Extract<PeerView, { kind: 'server' | 'tag' }> | null
  description: string
}

export type NamedNetwork = { id: Id<'network'>; name: string }
export type NamedServer = { id: Id<'instance'>; name: string }

export type RuleSetView = {
  id: Id<'ruleSet'>
  /** Null for the set of a network, which `owner` names. */
  name: string | null
  owner: NamedNetwork | null
  rules: RuleView[]
  networks: NamedNetwork[]
  servers: NamedServer[]
}

/** The rule sets of one project, and what they can name. */
export type ProjectFirewall = {
  projectId: Id<'project'>
  projectName: string
  sets: RuleSetView[]
  networks: (NamedNetwork & {
    standing: NetworkStanding
    filtersInside: boolean
    canFilterInside: boolean
  })[]
  servers: NamedServer[]
  /** Every tag of the project's servers. */
  tags: { key: string; value: string }[]
  reach: ReachMatrix
}

/** Where a connection comes from, or goes to. */
export type Endpoint =
  | { kind: 'internet' | 'you' }
  | { kind: 'cidr'; cidr: string }
  | { kind: 'network' | 'server'; name: string }

export type ReachMatrix = {
  /** Who reaches each server: the internet, this person, ranges that rules name, and networks; in this order. */
  sources: Endpoint[]
  servers: {
    server: NamedServer
    networkName: string
    /** One for each source. */
    from: { source: Endpoint; access: Access }[]
    /** Null: everything may leave. */
    out: { to: Endpoint; access: Access }[] | null
  }[]
  /** Servers that reach one another across networks, or on a network that filters inside. */
  pairs: { from: string; to: string; access: Access }[]
  /** More pairs exist than are listed. */
  isCut: boolean
}

export type FirewallPreview = {
  /** What changes for each pair; empty when nothing does. */
  changes: { from: Endpoint; to: Endpoint; before: Access; after: Access }[]
  doubts: Doubt[]
}
