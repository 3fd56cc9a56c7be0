import type { QuotaFacts } from '~/db/schema/limits'
import type { QuotaResource } from '~/lib/kernel/quota-resources'

/** The smallest tier of each resource; each next one is twice the one before. */
const firstTier: Record<QuotaResource, number> = {
  instances: 10,
  vcpu: 16,
  memory_mib: 65_536,
  disk_gib: 1_000,
  volume_gib: 1_000,
  public_addresses: 4,
}
/** Counts are 32-bit integers. */
const largestLimit = 2_000_000_000

/** The first tier above a limit. Pure. */
export function nextTier(resource: QuotaResource, limit: number): number {
  let tier = firstTier[resource]
  while (tier <= limit && tier < largestLimit) tier *= 2
  return Math.min(tier, largestLimit)
}

type Asked = { resource: QuotaResource; asked: number; facts: QuotaFacts }

/**
 * What the rule says of a request. Less is always accepted. More of processors or memory is accepted up to the next
 * tier above 85 % of the limit in use, of which at least 35 % is really used; more storage up to the next tier above
 * 80 % in use. A person decides about everything else. Pure; whole numbers, so that no figure at a bound is rounded
 * over it.
 */
export function decideQuota({ resource, asked, facts }: Asked): 'accept' | 'moderate' {
  const { limit, used, utilisationPercent } = facts
  if (asked <= limit) return 'accept'
  if (asked > facts.nextTier || limit === 0) return 'moderate'
  switch (resource) {
    case 'vcpu':
    case 'memory_mib': {
      const isWorking = utilisationPercent !== null && utilisationPercent >= 35
      return used * 100 > limit * 85 && isWorking ? 'accept' : 'moderate'
    }
    case 'disk_gib':
    case 'volume_gib':
      return used * 100 > limit * 80 ? 'accept' : 'moderate'
    case 'instances':
    case 'public_addresses':
      return 'moderate'
  }
}
