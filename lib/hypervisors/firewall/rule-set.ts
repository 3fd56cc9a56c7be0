import type { FirewallDirection, FirewallProtocol } from '../port/firewall'

/** The other side of a connection. A tag means every server of the project that has it. */
export type Peer =
  | { kind: 'anywhere' }
  | { kind: 'cidr'; cidr: string }
  | { kind: 'server'; id: string }
  | { kind: 'tag'; key: string; value: string }
  | { kind: 'network'; id: string }
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
  filtersInside: boolean
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
