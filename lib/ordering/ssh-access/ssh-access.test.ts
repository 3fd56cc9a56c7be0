import { expect, test } from 'vitest'
import { resolveSshAccess } from './resolve-ssh-access'
import { callerSource, findSourcesFault, readSources, sshAccessOf } from './ssh-access'

test('only an IPv4 caller can be let in by its own address', () => {
  expect(callerSource('203.0.113.9')).toBe('203.0.113.9/32')
  expect(callerSource('2001:db8::9')).toBeNull()
  expect(callerSource(null)).toBeNull()
})

test('without a choice the caller’s address may connect where it is known, else no address', () => {
  expect(sshAccessOf({}, '203.0.113.9')).toBe('caller')
  expect(sshAccessOf({}, '2001:db8::9')).toBe('nobody')
  expect(sshAccessOf({ sshAccess: 'caller' }, '2001:db8::9')).toBe('nobody')
  expect(sshAccessOf({ sshAccess: 'everyone' }, null)).toBe('everyone')
})

test.each([
  ['', 'ssh_no_source'],
  ['203.0.113.9, 198.51.100.0/24\n203.0.113.9', null],
  ['203.0.113.9/24', 'firewall_source'],
  ['2001:db8::/32', 'firewall_source'],
  ['203.0.113.9 0.0.0.0/0', 'ssh_list_is_everyone'],
  ['0.0.0.0/1 128.0.0.0/1', 'ssh_list_is_everyone'],
  ['128.0.0.0/2', null],
  [Array.from({ length: 21 }, (_, n) => `203.0.113.${n}`).join(' '), 'ssh_too_many_sources'],
])('the list “%s” is judged as %s', (text, fault) => {
  expect(findSourcesFault(readSources(text))).toBe(fault)
})

test.each([
  [{ from: 'caller' }, '203.0.113.9', { access: { from: 'caller', sources: ['203.0.113.9/32'] } }],
  [{ from: 'caller' }, '2001:db8::9', { refused: 'ssh_caller_ipv6' }],
  [{ from: 'caller' }, null, { refused: 'ssh_caller_unknown' }],
  [{ from: 'everyone' }, null, { refused: 'ssh_everyone_unconfirmed' }],
  [{ from: 'everyone', confirm: true }, null, { access: { from: 'everyone', sources: ['0.0.0.0/0'] } }],
  [{ from: 'list', sources: ['0.0.0.0/0'] }, null, { refused: 'ssh_list_is_everyone' }],
] as const)('%o from %s becomes %o', (sshAccess, ip, expected) => {
  const input = { ...sshAccess, ...('sources' in sshAccess ? { sources: [...sshAccess.sources] } : {}) }
  expect(resolveSshAccess({ publicAddress: true, sshAccess: input as never }, ip)).toEqual(expected)
})

test('a server without a public address takes no rule', () => {
  expect(resolveSshAccess({ sshAccess: { from: 'caller' } }, '203.0.113.9')).toEqual({
    refused: 'ssh_needs_address',
  })
  expect(resolveSshAccess({ publicAddress: true }, '203.0.113.9')).toEqual({ access: null })
})
