import type { QuotaFacts } from '~/db/schema/limits'
import type { QuotaResource } from '~/lib/kernel/quota-resources'

/** The smallest tier of each resource; each following tier doubles it. */
const firstTier: Record<QuotaResource, number> = {
  instances: 10,
  vcpu: 16,
  memory_mib: 65_536,
  disk_gib: 1_000,
  volume_gib: 1_000,
  public_addresses: 4,
  load_balancers: 10,
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
 * The rule's decision about a request. A decrease is always accepted. More processors or memory are accepted
 * up to the next tier when more than 85 % of the limit is in use and at least 35 % of that is busy; more
 * storage up to the next tier when more than 80 % is in use. A person decides everything else. Pure; in
 * integers, so that no figure is rounded over a bound.
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
    case 'load_balancers':
      return 'moderate'
  }
}
