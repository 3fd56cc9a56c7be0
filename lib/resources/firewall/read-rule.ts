import type { FirewallRule } from '~/lib/hypervisors'
import { DomainError } from '~/lib/kernel/errors'
import { formatCidr, readCidr } from '~/lib/kernel/net/cidr'
import type { RuleInput } from './schema'

/** The rule with its range in its usual form. @throws DomainError `invalid_input` at its range */
export function readRule({ ports, peer, local, description, ...rule }: RuleInput): FirewallRule & {
  description: string
} {
  return {
    ...rule,
    ports: ports ?? null,
    peer: peer.kind === 'cidr' ? { kind: 'cidr', cidr: readRange(peer.cidr, 'edit.rule.peer.cidr') } : peer,
    local: local ?? null,
    description,
  }
}

/**
 * The range in its usual form: `203.0.113.7` becomes `203.0.113.7/32`. A base with host bits set is refused with the range
 * that was probably meant. @throws DomainError `invalid_input`
 */
export function readRange(text: string, field: string): string {
  const refuse = (reason: string, params: Record<string, string> = {}) =>
    new DomainError('invalid_input', { field, params: { reason, ...params } })
  const range = readCidr(text)
  if (range?.hasHostBits) throw refuse('firewall_host_bits', { corrected: formatCidr(range) })
  if (range) return formatCidr(range)
  const families = new Set(text.split(/[\s,;-]+/).map((part) => readCidr(part)?.family))
  const isMixed = families.has(4) && families.has(6)
  throw refuse(isMixed ? 'firewall_mixed' : 'firewall_cidr')
}
