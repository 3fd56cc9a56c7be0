import { defaultTimeZone } from '~/lib/kernel/text/format'

/** Numbers begin anew each calendar year of Paris. */
function year(now: Date): string {
  return new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: defaultTimeZone }).format(now)
}

export function orderSeries(now: Date): string {
  return `order-${year(now)}`
}

/** `CMD-2026-000042`. Pure. */
export function orderNumber(prefix: string, now: Date, number: number): string {
  return `${prefix}-${year(now)}-${String(number).padStart(6, '0')}`
}
