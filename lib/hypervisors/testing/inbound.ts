import type { FirewallRuleSpec } from '../port/firewall'

/** A rule that lets traffic from these ranges into the whole network; without ranges, from everywhere. */
export const inbound = (
  protocol: FirewallRuleSpec['protocol'],
  ports: string | null,
  ...source: string[]
): FirewallRuleSpec => ({
  direction: 'in',
  protocol,
  ports,
  source: source.length > 0 ? source : null,
  destination: null,
})
