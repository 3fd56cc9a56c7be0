import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { type Month, parisMonth } from '~/lib/kernel/time/paris-month'

/** The month of Paris that `2026-10` names. Pure. */
export function monthOf(period: string): Month {
  return parisMonth(startOfParisDay(`${period}-01`))
}

/** The name of the month in which `instant` falls in Paris, `2026-10`. Pure. */
export function periodOf(instant: Date): string {
  return parisDay(instant).slice(0, 7)
}

/** The month before, `2026-09`. Pure. */
export function periodBefore(period: string): string {
  return periodOf(new Date(monthOf(period).from.getTime() - 1))
}

/** The last day of a month, `2026-10-31`. Pure. */
export function lastDayOf(period: string): string {
  return parisDay(new Date(monthOf(period).to.getTime() - 1))
}

/** Days after the end of a month in which late usage still enters its invoices. */
export const graceDays = 2

/** From then on a month is made final. Pure. */
export function closesAt(period: string): Date {
  return new Date(monthOf(period).to.getTime() + graceDays * 24 * 3_600_000)
}

const listedMonths = 13

/** The months that are over, the last first: what a person may have billed. Pure. */
export function listBillablePeriods(now: Date): string[] {
  const periods = [periodBefore(periodOf(now))]
  while (periods.length < listedMonths) periods.push(periodBefore(periods.at(-1) ?? ''))
  return periods
}
