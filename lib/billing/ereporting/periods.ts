import type { DeclarationKind, EreportingRegime } from '~/db/schema/billing/ereporting'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { lastDayOf, periodAfter } from '~/lib/kernel/time/paris-month'

/** Calendar days of Europe/Paris, both inclusive. */
export type ReportPeriod = { from: string; to: string }

/**
 * The period in which an event on `day` is reported, by the seller's VAT regime (external specifications 3.2, table 13;
 * CGI, annex II, 242 nonies O and P): ten days for sales under the monthly regime, two calendar months where VAT is not
 * charged, otherwise one month. Pure.
 */
export function periodOf(kind: DeclarationKind, regime: EreportingRegime, day: string): ReportPeriod {
  const month = day.slice(0, 7)
  if (regime === 'franchise') {
    const first = periodAfter(month, Number(month.slice(5)) % 2 === 0 ? -1 : 0)
    return { from: `${first}-01`, to: lastDayOf(periodAfter(first, 1)) }
  }
  if (kind === 'payments' || regime !== 'real_monthly') return { from: `${month}-01`, to: lastDayOf(month) }
  const date = day.slice(8)
  if (date <= '10') return { from: `${month}-01`, to: `${month}-10` }
  if (date <= '20') return { from: `${month}-11`, to: `${month}-20` }
  return { from: `${month}-21`, to: lastDayOf(month) }
}

/** The platform's filing deadline for a period that ends on `to`. Pure. */
export function dueDay(kind: DeclarationKind, regime: EreportingRegime, to: string): string {
  const month = to.slice(0, 7)
  if (regime === 'simplified' || regime === 'franchise') return lastDayOf(periodAfter(month, 1))
  if (kind === 'transactions' && regime === 'real_monthly') {
    const date = to.slice(8)
    if (date <= '10') return `${month}-20`
    if (date <= '20') return lastDayOf(month)
  }
  return `${periodAfter(month, 1)}-10`
}

/**
 * The period of `day`, disjoint from those already declared: a day in a declared period stays there, and after a change
 * of regime the first new period is shortened. Pure.
 */
export function disjointPeriod(
  kind: DeclarationKind,
  regime: EreportingRegime,
  day: string,
  declared: readonly ReportPeriod[],
): ReportPeriod {
  const same = declared.find(({ from, to }) => from <= day && day <= to)
  if (same) return { from: same.from, to: same.to }
  const usual = periodOf(kind, regime, day)
  const before = declared.filter(({ to }) => to < day && to >= usual.from).map(({ to }) => addDays(to, 1))
  const after = declared
    .filter(({ from }) => from > day && from <= usual.to)
    .map(({ from }) => addDays(from, -1))
  return {
    from: [usual.from, ...before].sort().at(-1) ?? usual.from,
    to: [usual.to, ...after].sort()[0] ?? usual.to,
  }
}

/** Large and mid-size sellers report from 1 September 2026 on, others a year later. Pure. */
export const obligedFrom = (size: 'large' | 'mid_size' | 'small'): string =>
  size === 'small' ? '2027-09-01' : '2026-09-01'
