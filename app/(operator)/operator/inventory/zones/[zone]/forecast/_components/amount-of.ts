import { formatGb, formatGib, formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { ForecastResource } from '~/lib/relocation/client'

/** An amount of a resource with its unit. */
export function amountOf(resource: ForecastResource, value: number, locale: Locale): string {
  if (resource === 'vcpu') return formatNumber(value, locale)
  return resource === 'memory_mib' ? formatGib(Math.round(value / 1024), locale) : formatGb(value, locale)
}
