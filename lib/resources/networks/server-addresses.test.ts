import { expect, test } from 'vitest'
import { isServerAddress, serverAddresses } from './server-addresses'

test.each([
  ['10.128.0.0/22', '10.128.0.10', '10.128.3.253'],
  ['192.168.10.0/24', '192.168.10.10', '192.168.10.253'],
  ['192.168.10.16/28', '192.168.10.20', '192.168.10.29'],
])('servers of %s have the addresses from %s to %s', (range, first, last) => {
  expect(serverAddresses(range)).toEqual({ first, last })
  for (const address of [first, last]) expect(isServerAddress(range, address)).toBe(true)
})

test.each(['192.168.10.9', '192.168.10.254', '192.168.11.20', '192.168.10', 'fd00::1', ''])(
  'no server of 192.168.10.0/24 has the address %s',
  (address) => {
    expect(isServerAddress('192.168.10.0/24', address)).toBe(false)
  },
)
