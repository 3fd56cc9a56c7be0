import { expect, test } from 'vitest'
import { readPoolRange } from './address-range'

test.each([
  ['203.0.113.0/24', null],
  ['203.0.113.64/26', null],
  ['198.51.100.7/32', null],
  ['51.15.0.0/22', null],
  ['9.255.252.0/22', null],
  ['', 'address_range'],
  ['203.0.113.0', 'address_range'],
  ['203.0.113.0/33', 'address_range'],
  ['203.0.113.256/32', 'address_range'],
  ['203.0.113/24', 'address_range'],
  ['203.0.113.0/24 ', 'address_range'],
  ['203.0.113.1/24', 'address_range_base'],
  ['203.0.113.32/26', 'address_range_base'],
  ['51.15.0.0/21', 'address_range_size'],
  ['0.0.0.0/0', 'address_range_size'],
  ['10.1.2.0/24', 'address_range_private'],
  ['172.16.0.0/24', 'address_range_private'],
  ['172.31.255.0/24', 'address_range_private'],
  ['192.168.1.0/24', 'address_range_private'],
  ['100.64.0.0/22', 'address_range_private'],
  ['127.0.0.0/24', 'address_range_private'],
  ['224.0.0.0/24', 'address_range_private'],
  ['255.255.255.255/32', 'address_range_private'],
  ['2001:db8:100::/48', null],
  ['2a01:db8::/32', null],
  ['2001:db8:100:a::/64', null],
  ['2001:db8:100::', 'address_range'],
  ['2001:db8:100::/48 203.0.113.0/24', 'address_range_mixed'],
  ['::ffff:203.0.113.0/120', 'address_range'],
  ['2001:db8:100::1/48', 'address_range_base'],
  ['2001:db8:100:80::/48', 'address_range_base'],
  ['2000::/3', 'address_range6_size'],
  ['2001:db8::/65', 'address_range6_size'],
  ['fc00:1::/48', 'address_range_private'],
  ['fe80::/64', 'address_range_private'],
  ['ff02::/64', 'address_range_private'],
  ['::/64', 'address_range_private'],
  ['2001:0:1::/48', 'address_range_private'],
  ['2002:c000:204::/48', 'address_range_private'],
])('the range %s: %s', (text, refusal) => {
  const read = readPoolRange(text)
  expect('refusal' in read ? read.refusal : null).toBe(refusal)
})

test('an IPv6 range is stored in its usual form', () => {
  expect(readPoolRange('2001:0DB8:0100:0000::/48')).toEqual({ range: '2001:db8:100::/48', family: 6 })
})
