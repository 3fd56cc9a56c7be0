import { expect, it } from 'vitest'
import { bridgeName } from './bridge-name'
import { gatewayOf, rangeOf, spareRange } from './private-network'

it('bridge names are valid in Linux and differ by network and installation', () => {
  const name = bridgeName('one', 'net_01')
  expect(name).toMatch(/^[a-z0-9]{14}$/)
  expect(new Set([name, bridgeName('two', 'net_01'), bridgeName('one', 'net_02')]).size).toBe(3)
})

it('gives the bridge the first address of the range', () => {
  expect(gatewayOf('10.128.252.0/22')).toBe('10.128.252.1/22')
})

it('derives the range of a bridge from its address', () => {
  expect(rangeOf('10.128.252.1/22')).toBe('10.128.252.0/22')
  expect(rangeOf('10.128.7.9/22')).toBe('10.128.4.0/22')
  expect(['', 'none', '10.128.4.1'].map(rangeOf)).toEqual([null, null, null])
})

it('leaves one address for DHCP', () => {
  expect(spareRange('10.128.4.0/22')).toBe('10.128.7.254-10.128.7.254')
})
