import type { Id } from '~/lib/kernel/ids'
import type { FirewallDirection, FirewallProtocol } from '../port/firewall'

/** The other side of a connection. A tag means every server of the project that has it. */
export type Peer =
  | { kind: 'anywhere' }
  | { kind: 'cidr'; cidr: string }
  | { kind: 'server'; id: Id<'instance'> }
  | { kind: 'tag'; key: string; value: string }
  | { kind: 'network'; id: Id<'network'> }
/** The servers of the network that a rule concerns. */
export type Local = Extract<Peer, { kind: 'server' | 'tag' }>

/** Allows new connections. Answers to them always pass. */
export type FirewallRule = {
  direction: FirewallDirection
  protocol: FirewallProtocol
  ports: string | null
  peer: Peer
  /** Null: every server that the set is attached to, by itself or by its network. */
  local: Local | null
}
export type RuleSet = {
  rules: readonly FirewallRule[]
  networkIds: readonly string[]
  serverIds: readonly string[]
}

export type FirewallNetwork = {
  id: string
  zoneId: string
  range: string
  range6: string | null
  /** False: nothing leaves it and nothing enters. */
  hasExit: boolean
  filtersInside: boolean
  /** Null or absent: the rules alone decide what passes between it and other networks of its zone. */
  peerIds?: readonly string[] | null
}
export type FirewallServer = {
  id: string
  tags: Readonly<Record<string, string>>
  addresses: readonly { networkId: string; address: string }[]
}
/** The rule sets of a project, with all that they name. */
export type FirewallProject = {
  networks: readonly FirewallNetwork[]
  servers: readonly FirewallServer[]
  sets: readonly RuleSet[]
}

/** The rule sets of a project as stored, with the names that people gave. */
export type StoredFirewall = {
  projectId: Id<'project'>
  networks: readonly (FirewallNetwork & { id: Id<'network'> })[]
  servers: readonly (FirewallServer & { id: Id<'instance'>; name: string })[]
  sets: readonly StoredRuleSet[]
}
export type StoredRule = FirewallRule & { id: Id<'firewallRule'>; description: string }
export type StoredRuleSet = {
  id: Id<'ruleSet'>
  /** Null for the set of a network. */
  name: string | null
  /** The network whose own set it is. */
  ownerId: Id<'network'> | null
  rules: readonly StoredRule[]
  networkIds: readonly Id<'network'>[]
  serverIds: readonly Id<'instance'>[]
}
