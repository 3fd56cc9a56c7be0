import type { QuotaResource } from '~/lib/kernel/quota-resources'
import { formatGb, formatMib, formatMibPair, formatNumber, type Locale } from '~/lib/kernel/text/format'

/** An amount of a resource with its unit; counted resources have none. */
export function quotaAmount(resource: QuotaResource, amount: number, locale: Locale): string {
  switch (resource) {
    case 'memory_mib':
      return formatMib(amount, locale)
    case 'disk_gib':
    case 'volume_gib':
      return formatGb(amount, locale)
    case 'instances':
    case 'vcpu':
    case 'public_addresses':
    case 'load_balancers':
      return formatNumber(amount, locale)
  }
}

/** What is used of a quota and its limit, in one unit written once: `6 of 64 GiB`. */
export function quotaPair(
  resource: QuotaResource,
  { used, limit }: { used: number; limit: number },
  locale: Locale,
): { used: string; limit: string } {
  if (resource === 'memory_mib') {
    const [part, whole] = formatMibPair(used, limit, locale)
    return { used: part, limit: whole }
  }
  return { used: formatNumber(used, locale), limit: quotaAmount(resource, limit, locale) }
}
