import type { QuotaResource } from '~/lib/kernel/quota-resources'
import { formatGb, formatMib, formatNumber, type Locale } from '~/lib/kernel/text/format'

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
