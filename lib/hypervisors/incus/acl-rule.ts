import { z } from 'zod'
import type { FirewallDirection, FirewallRuleSpec } from '../port/firewall'

export const ruleSchema = z.object({
  action: z.string(),
  state: z.string(),
  protocol: z.string().optional(),
  source: z.string().optional(),
  destination: z.string().optional(),
  destination_port: z.string().optional(),
  description: z.string().optional(),
})

export type AclRule = z.output<typeof ruleSchema>

const neighbours = 'neighbours'
/**
 * Lets the servers of a network reach each other. A bridge filters them like traffic that leaves, so they need it once
 * only listed traffic may.
 */
export const neighbourRule = (range: string): AclRule => ({
  action: 'allow',
  state: 'enabled',
  source: range,
  destination: range,
  description: neighbours,
})
export const isNeighbourRule = (rule: AclRule, range: string | null): boolean =>
  rule.description === neighbours &&
  rule.action === 'allow' &&
  rule.state === 'enabled' &&
  rule.source === range &&
  rule.destination === range &&
  !rule.protocol &&
  !rule.destination_port

/** The rules of Incus that allow this traffic: ICMP has a protocol for each family. Pure. */
export function toAclRules({ protocol, ports, source, destination }: FirewallRuleSpec): AclRule[] {
  // All ranges of a rule are of one family.
  const [some] = [...(source ?? []), ...(destination ?? [])]
  const icmp = some === undefined ? ['icmp4', 'icmp6'] : [some.includes(':') ? 'icmp6' : 'icmp4']
  const protocols = protocol === 'icmp' ? icmp : [protocol]
  return protocols.map((each) => ({
    action: 'allow',
    state: 'enabled',
    ...(each === 'any' ? {} : { protocol: each }),
    ...(source ? { source: source.join(',') } : {}),
    ...(destination ? { destination: destination.join(',') } : {}),
    ...(ports === null ? {} : { destination_port: ports }),
  }))
}

const everyAddress = { icmp4: '0.0.0.0/0', icmp6: '::/0' }

/** The rules of one direction in our form; null when one is not a rule that we write. Pure. */
export function readAclRules(
  direction: FirewallDirection,
  rules: readonly AclRule[],
): FirewallRuleSpec[] | null {
  const read: FirewallRuleSpec[] = []
  for (const [index, rule] of rules.entries()) {
    const { action, state, protocol, source, destination, destination_port: ports } = rule
    if (action !== 'allow' || state !== 'enabled') return null
    const base = { direction, ports: ports || null, destination: listOf(destination) }
    if (protocol === 'icmp4' || protocol === 'icmp6') {
      const isWhole = !source && !destination
      // Both families without ranges are one rule of ours; alone, one family means all its addresses.
      if (isWhole && protocol === 'icmp6' && isWholeIcmp(rules[index - 1], 'icmp4')) continue
      const isPair = isWhole && protocol === 'icmp4' && isWholeIcmp(rules[index + 1], 'icmp6')
      const alone = isWhole && !isPair ? [everyAddress[protocol]] : null
      read.push({ ...base, protocol: 'icmp', source: listOf(source) ?? alone })
    } else {
      const known = readProtocol(protocol)
      if (!known) return null
      read.push({ ...base, protocol: known, source: listOf(source) })
    }
  }
  return read
}

const isWholeIcmp = (rule: AclRule | undefined, protocol: string) =>
  rule?.protocol === protocol && !rule.source && !rule.destination
const listOf = (ranges: string | undefined) => (ranges ? ranges.split(',') : null)
const readProtocol = (protocol: string | undefined) =>
  protocol === 'tcp' || protocol === 'udp' ? protocol : protocol ? null : 'any'
