import { monthOf, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'

/** Days after the end of a month in which late usage still enters its invoices. */
export const graceDays = 2

/** From then on a month is made final. Pure. */
export function closesAt(period: string): Date {
  return new Date(monthOf(period).to.getTime() + graceDays * 24 * 3_600_000)
}

const listedMonths = 13

/** The months that are over, the last first: what a person may have billed. Pure. */
export function listBillablePeriods(now: Date): string[] {
  const present = periodOf(now)
  return Array.from({ length: listedMonths }, (_, back) => periodAfter(present, -1 - back))
}
