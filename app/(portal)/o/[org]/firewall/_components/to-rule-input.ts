import type { changeFirewallAction } from '../actions'

type AnyEdit = Parameters<typeof changeFirewallAction>[0]['edit']
type RuleInput = Extract<AnyEdit, { do: 'add_rule' }>['rule']
type Named = { kind?: string; cidr?: string; server?: string; network?: string; tag?: string }

/** The fields of the form, as the browser reads them; a tag is `key=value`. */
export type RuleFields = {
  direction: RuleInput['direction']
  protocol: RuleInput['protocol']
  ports?: string
  description?: string
  peer: Named
  local?: Named
}

/** The rule that these fields describe. Ids are checked by the server. Pure. */
export function toRuleInput({ peer, local, ports, ...rule }: RuleFields): RuleInput {
  const concerned = local && toNamed(local)
  return {
    ...rule,
    ...(ports ? { ports } : {}),
    peer: toNamed(peer) ?? { kind: 'anywhere' },
    ...(concerned && (concerned.kind === 'server' || concerned.kind === 'tag') ? { local: concerned } : {}),
  }
}

function toNamed({ kind, cidr = '', server = '', network = '', tag = '' }: Named): RuleInput['peer'] | null {
  switch (kind) {
    case 'cidr':
      return { kind, cidr }
    case 'server':
      return { kind, id: server }
    case 'network':
      return { kind, id: network }
    case 'tag': {
      const at = tag.indexOf('=')
      return { kind, key: tag.slice(0, at), value: tag.slice(at + 1) }
    }
    default:
      return null
  }
}
