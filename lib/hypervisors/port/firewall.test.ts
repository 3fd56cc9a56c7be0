import { expect, it } from 'vitest'
import { type FirewallRuleSpec, type Flow, isFlowAllowed } from './firewall'

const http: FirewallRuleSpec = {
  direction: 'in',
  protocol: 'tcp',
  ports: '80',
  source: null,
  destination: ['10.0.0.10/32'],
}
const ping: FirewallRuleSpec = { ...http, protocol: 'icmp', ports: null, destination: null }
const out: FirewallRuleSpec = {
  direction: 'out',
  protocol: 'any',
  ports: null,
  source: null,
  destination: ['198.51.100.0/24'],
}
const network = { range: '10.0.0.0/24', range6: '2001:db8::/64', filtersInside: false }
const open = { ...network, rules: [http, ping], egress: 'open' as const }
const listed = { ...network, rules: [http, ping, out], egress: 'listed' as const }
const inside = { ...listed, filtersInside: true }

const flow = (text: string): Flow => {
  const [source = '', destination = '', protocol = 'tcp', port] = text.split(' ')
  return { source, destination, protocol: protocol as Flow['protocol'], port: port ? Number(port) : null }
}

it.each([
  ['192.0.2.1 10.0.0.10 tcp 80', open, true],
  ['192.0.2.1 10.0.0.11 tcp 80', open, false],
  ['192.0.2.1 10.0.0.10 udp 80', open, false],
  ['192.0.2.1 10.0.0.10 tcp 443', open, false],
  ['192.0.2.1 10.0.0.11 icmp', open, true],
  ['2001:db8:1::1 2001:db8::10 icmp', open, true],
  ['2001:db8:1::1 10.0.0.11 icmp', open, false],
  ['10.0.0.10 192.0.2.1 tcp 9000', open, true],
  ['10.0.0.10 192.0.2.1 tcp 9000', listed, false],
  ['10.0.0.10 198.51.100.7 tcp 9000', listed, true],
  ['10.0.0.10 10.0.0.11 tcp 9000', listed, true],
  ['10.0.0.11 10.0.0.10 tcp 80', inside, false],
  ['10.0.0.11 10.0.0.10 tcp 80', { ...inside, egress: 'open' as const }, true],
  ['10.0.0.10 10.0.0.11 tcp 80', { ...inside, egress: 'open' as const }, false],
  ['192.0.2.1 192.0.2.2 tcp 80', open, false],
  ['nothing 10.0.0.10 tcp 80', open, false],
])('flow %s', (text, filter, isAllowed) => expect(isFlowAllowed(filter, flow(text))).toBe(isAllowed))
