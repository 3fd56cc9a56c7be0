import { expect, test } from 'vitest'
import { callerKeyOf, callerNetwork } from './caller-network'

test.each([
  ['198.51.100.7', '198.51.100.0/24', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48', '2001:db8:1:2::/64'],
  ['2001:DB8::1', '2001:db8:0::/48', '2001:db8:0:0::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1::/48', '2001:db8:1:2::/64'],
  ['::1', '0:0:0::/48', '0:0:0:0::/64'],
  ['::', '0:0:0::/48', '0:0:0:0::/64'],
  [null, 'unknown', 'unknown'],
])('%s is in the network %s, and as a caller %s', (address, network, caller) => {
  expect([callerNetwork(address), callerKeyOf(address)]).toEqual([network, caller])
})

test('all spellings and hosts of one IPv6 network count together', () => {
  const spellings = ['2001:db8:7::1', '2001:db8:7:0:0:0:0:1', '2001:0DB8:0007::ffff']
  expect(new Set(spellings.map(callerNetwork)).size).toBe(1)
  expect(new Set(spellings.map(callerKeyOf)).size).toBe(1)
})
