import { expect, test } from 'vitest'
import { quotaPair } from './quota-amount'

test.each([
  ['memory_mib', 6_144, 65_536, '6', '64 GiB'],
  ['memory_mib', 256, 65_536, '0.3', '64 GiB'],
  ['volume_gib', 500, 1_000, '500', '1,000 GB'],
  ['vcpu', 3, 16, '3', '16'],
] as const)('usage and limit of %s have one unit, on the limit', (resource, used, limit, part, whole) => {
  const pair = quotaPair(resource, { used, limit }, 'en')
  expect([pair.used, pair.limit.replace('\u00a0', ' ')]).toEqual([part, whole])
})
