import { describe, expect, it } from 'vitest'
import type { FirewallRuleSpec } from '../port/firewall'
import { inbound } from '../testing/inbound'
import { type AclRule, readAclRules, toAclRules } from './acl-rule'

const rules: FirewallRuleSpec[] = [
  inbound('tcp', '22,8000-8010', '198.51.100.0/24', '192.0.2.7/32'),
  { ...inbound('udp', null), destination: ['2001:db8::1/128'] },
  inbound('any', null),
  inbound('icmp', null),
  inbound('icmp', null, '198.51.100.0/24'),
  { ...inbound('icmp', null), destination: ['2001:db8::1/128'] },
]

it.each(rules.map((rule) => [JSON.stringify(rule), rule] as const))(
  'reads what it writes for %s',
  (_, rule) => {
    expect(readAclRules('in', toAclRules(rule))).toEqual([rule])
  },
)

it('reads several rules one after another', () => {
  expect(readAclRules('in', rules.flatMap(toAclRules))).toEqual(rules)
})

it('writes ICMP for the family of its ranges, or for both', () => {
  const protocols = (rule: FirewallRuleSpec) => toAclRules(rule).map(({ protocol }) => protocol)
  expect(protocols(inbound('icmp', null))).toEqual(['icmp4', 'icmp6'])
  expect(protocols(inbound('icmp', null, '192.0.2.0/24'))).toEqual(['icmp4'])
  expect(protocols(inbound('icmp', null, '2001:db8::/32'))).toEqual(['icmp6'])
})

describe('of rules from outside', () => {
  const allow: AclRule = { action: 'allow', state: 'enabled', protocol: 'tcp', source: '192.0.2.0/24' }
  it.each<[string, AclRule]>([
    ['that drop', { ...allow, action: 'drop' }],
    ['that are switched off', { ...allow, state: 'disabled' }],
    ['of another protocol', { ...allow, protocol: 'sctp' }],
  ])('those %s are not ours', (_, rule) => expect(readAclRules('in', [rule])).toBe(null))

  it('ICMP of one family is not that of both', () => {
    const { source: _, ...whole } = allow
    expect(readAclRules('in', [{ ...whole, protocol: 'icmp4' }])).toEqual([
      inbound('icmp', null, '0.0.0.0/0'),
    ])
    expect(readAclRules('in', [{ ...whole, protocol: 'icmp6' }])).toEqual([inbound('icmp', null, '::/0')])
  })
})
