import { expect, test } from 'vitest'
import { readNetworkRange } from './network-range'

test.each([
  ['10.0.0.0/16', '10.0.0.0/16'],
  ['172.31.255.240/28', '172.31.255.240/28'],
  ['192.168.10.0/24', '192.168.10.0/24'],
])('%s is a range of a private network', (text, range) => {
  expect(readNetworkRange(text)).toEqual({ range })
})

test.each([
  ['', 'network_range'],
  ['192.168.10.0', 'network_range'],
  ['192.168.010.0/24', 'network_range'],
  ['192.168.10.0/24/2', 'network_range'],
  ['fd00::/64', 'network_range'],
  ['10.0.0.0/15', 'network_range_size'],
  ['10.0.0.0/29', 'network_range_size'],
  ['172.32.0.0/16', 'network_range_private'],
  ['172.15.0.0/16', 'network_range_private'],
  ['100.64.0.0/16', 'network_range_private'],
  ['8.8.8.0/24', 'network_range_private'],
])('%s is refused: %s', (text, reason) => {
  expect(readNetworkRange(text)).toEqual({ refusal: { reason } })
})

test.each([
  ['192.168.10.7/24', '192.168.10.0/24'],
  ['10.1.2.3/16', '10.1.0.0/16'],
])('%s is refused with the range that was probably meant', (text, range) => {
  expect(readNetworkRange(text)).toEqual({ refusal: { reason: 'network_range_base', range } })
})
