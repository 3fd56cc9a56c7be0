import { expect, test } from 'vitest'
import { inbound } from '~/lib/hypervisors/testing/inbound'
import { sshOpeningOf } from './ssh-opening'

const server = '10.0.0.10'

test.each([
  ['nothing without a rule', [], 'nowhere'],
  ['nothing by a rule for another port', [inbound('tcp', '443')], 'nowhere'],
  ['nothing by a rule for UDP', [inbound('udp', null)], 'nowhere'],
  ['nothing by a rule for what leaves', [{ ...inbound('tcp', '22'), direction: 'out' as const }], 'nowhere'],
  [
    'nothing by a rule for another server',
    [{ ...inbound('tcp', '22'), destination: ['10.0.0.11/32'] }],
    'nowhere',
  ],
  [
    'everything by a rule for this server',
    [{ ...inbound('tcp', '22'), destination: ['10.0.0.10/31'] }],
    'everywhere',
  ],
  ['some by a rule for one address', [inbound('tcp', '22', '198.51.100.7/32')], 'some'],
  ['some by a range of ports', [inbound('any', null, '198.51.100.0/24')], 'some'],
  [
    'everything by a rule for all',
    [inbound('tcp', '22', '198.51.100.7/32'), inbound('tcp', null)],
    'everywhere',
  ],
  ['everything by a rule for every IPv4 address', [inbound('tcp', '20-25', '0.0.0.0/0')], 'everywhere'],
  ['nothing by a rule for every IPv6 address', [inbound('tcp', '22', '::/0')], 'nowhere'],
])('SSH: %s', (_, rules, opening) => {
  expect(sshOpeningOf(rules, server)).toBe(opening)
})

test('SSH over IPv6 is judged by the rules for IPv6 addresses', () => {
  const opening = (source: string | null) =>
    sshOpeningOf([source === null ? inbound('tcp', '22') : inbound('tcp', '22', source)], '2001:db8:0:a::10')
  expect(opening(null)).toBe('everywhere')
  expect(opening('::/0')).toBe('everywhere')
  expect(opening('2001:db8:ffff::/48')).toBe('some')
  expect(opening('0.0.0.0/0')).toBe('nowhere')
})
