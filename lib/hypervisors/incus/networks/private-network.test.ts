import { expect, it } from 'vitest'
import { bridgeName, gatewayOf, rangeOf, spareRange } from './private-network'

it('names a bridge so that Linux takes it, and each network and installation otherwise', () => {
  const name = bridgeName('one', 'net_01')
  expect(name).toMatch(/^[a-z0-9]{14}$/)
  expect(new Set([name, bridgeName('two', 'net_01'), bridgeName('one', 'net_02')]).size).toBe(3)
})

it('puts the bridge at the first address of the range', () => {
  expect(gatewayOf('10.128.252.0/22')).toBe('10.128.252.1/22')
})

it('finds the range of a bridge by its address', () => {
  expect(rangeOf('10.128.252.1/22')).toBe('10.128.252.0/22')
  expect(rangeOf('10.128.7.9/22')).toBe('10.128.4.0/22')
  expect(['', 'none', '10.128.4.1'].map(rangeOf)).toEqual([null, null, null])
})

it('keeps one address for whoever has none', () => {
  expect(spareRange('10.128.4.0/22')).toBe('10.128.7.254-10.128.7.254')
})
