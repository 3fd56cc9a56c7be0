import type { FirewallRule, Local, Peer } from '~/lib/hypervisors'
import type { RuleValues } from './queries/rule-sets'

/** A rule as a row. Pure. */
export function toRuleValues({
  direction,
  protocol,
  ports,
  peer,
  local,
  description,
}: FirewallRule & { description: string }): RuleValues {
  return {
    direction,
    protocol,
    ports,
    description,
    peerCidr: peer.kind === 'cidr' ? peer.cidr : null,
    peerInstanceId: peer.kind === 'server' ? peer.id : null,
    peerNetworkId: peer.kind === 'network' ? peer.id : null,
    peerTagKey: peer.kind === 'tag' ? peer.key : null,
    peerTagValue: peer.kind === 'tag' ? peer.value : null,
    localInstanceId: local?.kind === 'server' ? local.id : null,
    localTagKey: local?.kind === 'tag' ? local.key : null,
    localTagValue: local?.kind === 'tag' ? local.value : null,
  }
}

/** A peer in the journal: `203.0.113.0/24`, `role=web`, the id of a server or network, or `*`. Pure. */
export function peerText(peer: Peer | Local): string {
  switch (peer.kind) {
    case 'anywhere':
      return '*'
    case 'cidr':
      return peer.cidr
    case 'tag':
      return `${peer.key}=${peer.value}`
    default:
      return peer.id
  }
}

/** What a rule allows, in the journal and for comparisons. Pure. */
export const ruleFacts = ({ direction, protocol, ports, peer, local }: FirewallRule) => ({
  direction,
  protocol,
  ports,
  peer: peerText(peer),
  local: local && peerText(local),
})

export const isSameRule = (a: FirewallRule, b: FirewallRule) =>
  JSON.stringify(ruleFacts(a)) === JSON.stringify(ruleFacts(b)) &&
  a.peer.kind === b.peer.kind &&
  a.local?.kind === b.local?.kind
