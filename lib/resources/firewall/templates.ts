import type { FirewallRule, Peer } from '~/lib/hypervisors'

export const ruleSetTemplates = ['empty', 'web', 'database', 'ssh', 'closed'] as const
export type RuleSetTemplate = (typeof ruleSetTemplates)[number]

/** Servers with this tag may use databases of the template. */
export const applicationTag = { key: 'role', value: 'application' } as const
/** Private ranges: all that servers of the template `closed` may reach. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']

const rule = (values: Partial<FirewallRule> & { peer: Peer }): FirewallRule => ({
  direction: 'in',
  protocol: 'tcp',
  ports: null,
  local: null,
  ...values,
})

/** The rules with which a set of this template begins; `address` is the range that `ssh` lets in. Pure. */
export function rulesOfTemplate(template: RuleSetTemplate, address: string): FirewallRule[] {
  switch (template) {
    case 'empty':
      return []
    case 'web':
      return [
        rule({ ports: '80,443', peer: { kind: 'anywhere' } }),
        rule({ protocol: 'icmp', peer: { kind: 'anywhere' } }),
      ]
    case 'database':
      return [rule({ ports: '3306,5432', peer: { kind: 'tag', ...applicationTag } })]
    case 'ssh':
      return [rule({ ports: '22', peer: { kind: 'cidr', cidr: address } })]
    case 'closed':
      return privateRanges.map((cidr) =>
        rule({ direction: 'out', protocol: 'any', peer: { kind: 'cidr', cidr } }),
      )
  }
}
