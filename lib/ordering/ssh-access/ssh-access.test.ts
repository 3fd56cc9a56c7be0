import { expect, test } from 'vitest'
import { resolveSshAccess } from './resolve-ssh-access'
import { callerSource, findSourcesFault, readSources, sshAccessOf } from './ssh-access'

const v4 = { v4: true, v6: false }
const v6 = { v4: false, v6: true }
const both = { v4: true, v6: true }

test.each([
  ['203.0.113.9', v4, '203.0.113.9/32'],
  ['203.0.113.9', both, '203.0.113.9/32'],
  ['::ffff:203.0.113.9', both, '203.0.113.9/32'],
  ['203.0.113.9', v6, null],
  ['2001:db8::9', v4, null],
  ['2001:db8::9', v6, '2001:db8::/64'],
  ['2001:db8:0:7:aaaa::9', both, '2001:db8:0:7::/64'],
  [null, both, null],
] as const)('the caller %s is let in to servers with %o as %s', (ip, families, range) => {
  expect(callerSource(ip, families)).toBe(range)
})

test('without a choice the caller’s address may connect where it is known, else no address', () => {
  expect(sshAccessOf({}, '203.0.113.9', v4)).toBe('caller')
  expect(sshAccessOf({}, '2001:db8::9', v4)).toBe('nobody')
  expect(sshAccessOf({}, '2001:db8::9', both)).toBe('caller')
  expect(sshAccessOf({ sshAccess: 'caller' }, '2001:db8::9', v4)).toBe('nobody')
  expect(sshAccessOf({ sshAccess: 'everyone' }, null, v4)).toBe('everyone')
})

test.each([
  ['', v4, 'ssh_no_source'],
  ['203.0.113.9, 198.51.100.0/24\n203.0.113.9', v4, null],
  ['203.0.113.9/24', v4, 'firewall_source'],
  ['2001:db8::/32', v4, 'firewall_source'],
  ['2001:db8::/32 203.0.113.9', both, null],
  ['2001:db8::1/32', both, 'firewall_cidr'],
  ['2001:db8::/32 203.0.113.9', v6, 'ssh_source_ipv4'],
  ['203.0.113.9 0.0.0.0/0', v4, 'ssh_list_is_everyone'],
  ['::/1 8000::/1', both, 'ssh_list_is_everyone'],
  ['2000::/3', both, 'ssh_list_is_everyone'],
  ['2001::/16 2a00::/12 4000::/3', both, null],
  ['0.0.0.0/1 128.0.0.0/1', v4, 'ssh_list_is_everyone'],
  ['128.0.0.0/2', v4, null],
  [Array.from({ length: 21 }, (_, n) => `203.0.113.${n}`).join(' '), v4, 'ssh_too_many_sources'],
])('the list “%s” for servers with %o is judged as %s', (text, families, fault) => {
  expect(findSourcesFault(readSources(text), families)).toBe(fault)
})

test.each([
  [{ from: 'caller' }, '203.0.113.9', v4, { access: { from: 'caller', sources: ['203.0.113.9/32'] } }],
  [{ from: 'caller' }, '2001:db8::9', both, { access: { from: 'caller', sources: ['2001:db8::/64'] } }],
  [{ from: 'caller' }, '2001:db8::9', v4, { refused: 'ssh_caller_ipv6' }],
  [{ from: 'caller' }, '203.0.113.9', v6, { refused: 'ssh_caller_ipv4' }],
  [{ from: 'caller' }, null, v4, { refused: 'ssh_caller_unknown' }],
  [{ from: 'everyone' }, null, v4, { refused: 'ssh_everyone_unconfirmed' }],
  [{ from: 'everyone', confirm: true }, null, v4, { access: { from: 'everyone', sources: ['0.0.0.0/0'] } }],
  [
    { from: 'everyone', confirm: true },
    null,
    both,
    { access: { from: 'everyone', sources: ['0.0.0.0/0', '::/0'] } },
  ],
  [{ from: 'list', sources: ['0.0.0.0/0'] }, null, v4, { refused: 'ssh_list_is_everyone' }],
] as const)('%o from %s to servers with %o becomes %o', (sshAccess, ip, families, expected) => {
  const input = { ...sshAccess, ...('sources' in sshAccess ? { sources: [...sshAccess.sources] } : {}) }
  expect(resolveSshAccess({ sshAccess: input as never }, ip, families)).toEqual(expected)
})

test('a server that nothing leads to takes no rule', () => {
  const nothing = { v4: false, v6: false }
  expect(resolveSshAccess({ sshAccess: { from: 'caller' } }, '203.0.113.9', nothing)).toEqual({
    refused: 'ssh_needs_address',
  })
  expect(resolveSshAccess({}, '203.0.113.9', v4)).toEqual({ access: null })
})
