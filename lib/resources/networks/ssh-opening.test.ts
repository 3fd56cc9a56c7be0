import { expect, test } from 'vitest'
import { sshOpeningOf } from './ssh-opening'

const rule = (protocol: string, ports: string | null, source: string) => ({ protocol, ports, source })

test.each([
  ['nothing without a rule', [], 'nowhere'],
  ['nothing by a rule for another port', [rule('tcp', '443', '0.0.0.0/0')], 'nowhere'],
  ['nothing by a rule for UDP', [rule('udp', null, '0.0.0.0/0')], 'nowhere'],
  ['some by a rule for one address', [rule('tcp', '22', '198.51.100.7')], 'some'],
  ['some by a range of ports', [rule('tcp', '1-1024', '198.51.100.0/24')], 'some'],
  [
    'everything by a rule for all',
    [rule('tcp', '22', '198.51.100.7'), rule('tcp', null, '0.0.0.0/0')],
    'everywhere',
  ],
])('SSH: %s', (_, rules, opening) => {
  expect(sshOpeningOf(rules)).toBe(opening)
})
