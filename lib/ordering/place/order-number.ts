import { parisYear } from '~/lib/kernel/time/paris-day'

/** Numbers start again each calendar year of Paris. Pure. */
export function orderSeries(now: Date): string {
  return `order-${parisYear(now)}`
}

/** `CMD-2026-000042`. Pure. */
export function orderNumber(prefix: string, now: Date, number: number): string {
  return `${prefix}-${parisYear(now)}-${String(number).padStart(6, '0')}`
}
