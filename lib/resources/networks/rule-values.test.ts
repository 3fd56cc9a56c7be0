import { expect, it } from 'vitest'
import { isPorts, isSource } from './rule-values'
import { addFirewallRuleInput } from './schema'

it.each([
  ['443', true],
  ['8000-8100', true],
  ['65535', true],
  ['0', false],
  ['65536', false],
  ['90-80', false],
  ['80,443', false],
  ['', false],
])('ports %j', (text, isGood) => expect(isPorts(text)).toBe(isGood))

it.each([
  ['0.0.0.0/0', true],
  ['203.0.113.0/24', true],
  ['203.0.113.7', true],
  ['203.0.113.7/24', false],
  ['203.0.113.256', false],
  ['10.0.0.0/33', false],
  ['any', false],
  ['::/0', false],
])('source %j', (text, isGood) => expect(isSource(text)).toBe(isGood))

it('refuses a port for a protocol without ports', () => {
  const rule = { networkId: `net_${'0'.repeat(26)}`, protocol: 'icmp', source: '0.0.0.0/0' }
  expect(addFirewallRuleInput.safeParse(rule).success).toBe(true)
  expect(addFirewallRuleInput.safeParse({ ...rule, ports: '80' }).success).toBe(false)
})
