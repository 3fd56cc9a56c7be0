import { monthOf, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'

/** Days after the end of a month in which late usage is still added to its invoices. */
export const graceDays = 2

/** From this instant on a month can be finalised. Pure. */
export function closesAt(period: string): Date {
  return new Date(monthOf(period).to.getTime() + graceDays * 24 * 3_600_000)
}

const listedMonths = 13

/** Finished months, latest first: those that staff may bill. Pure. */
export function listBillablePeriods(now: Date): string[] {
  const present = periodOf(now)
  return Array.from({ length: listedMonths }, (_, back) => periodAfter(present, -1 - back))
}
