import { expect, test } from 'vitest'
import { decideQuota, nextTier } from './quota-rule'

test.each([
  ['vcpu', 0, 16],
  ['vcpu', 15, 16],
  ['vcpu', 16, 32],
  ['vcpu', 64, 128],
  ['memory_mib', 262_144, 524_288],
  ['volume_gib', 10_000, 16_000],
  ['instances', 2_000_000_000, 2_000_000_000],
] as const)('the tier of %s above %i is %i', (resource, limit, tier) => {
  expect(nextTier(resource, limit)).toBe(tier)
})

const facts = (used: number, utilisationPercent: number | null = null, limit = 100) => ({
  limit,
  used,
  utilisationPercent,
  nextTier: 128,
})

test.each([
  ['a decrease is always accepted', 'vcpu', 50, facts(40), 'accept'],
  ['the same limit is accepted', 'instances', 100, facts(100), 'accept'],
  ['85 % in use is not above 85 %', 'vcpu', 128, facts(85, 90), 'moderate'],
  ['above 85 % and busy is accepted', 'vcpu', 128, facts(86, 35), 'accept'],
  ['above 85 % and hardly busy is moderated', 'vcpu', 128, facts(100, 34), 'moderate'],
  ['above 85 % and never measured is moderated', 'memory_mib', 128, facts(100, null), 'moderate'],
  ['past the next tier is moderated', 'vcpu', 129, facts(100, 90), 'moderate'],
  ['80 % of storage is not above 80 %', 'disk_gib', 128, facts(80), 'moderate'],
  ['storage needs no measured use', 'volume_gib', 128, facts(81), 'accept'],
  ['servers are always moderated', 'instances', 101, facts(100, 100), 'moderate'],
  ['addresses are always moderated', 'public_addresses', 101, facts(100), 'moderate'],
  ['a limit of zero is moderated', 'volume_gib', 128, facts(0, null, 0), 'moderate'],
] as const)('%s', (_name, resource, asked, of, decision) => {
  expect(decideQuota({ resource, asked, facts: of })).toBe(decision)
})
