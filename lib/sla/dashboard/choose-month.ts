import { monthOf, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import type { Span } from '../availability/compute-availability'

/** A month in Paris that can be looked at. `isRunning` until it is over. */
export type MonthChoice = Span & { period: string; isRunning: boolean }

/** How many months back are kept on screen, the present one included. */
const monthsShown = 13

/** The present month in Paris and those before it, newest first. Pure. */
export function monthsUntil(now: Date): MonthChoice[] {
  const present = periodOf(now)
  return Array.from({ length: monthsShown }, (_, back) => {
    const { period, from, to } = monthOf(periodAfter(present, -back))
    return { period, from: from.getTime(), to: to.getTime(), isRunning: back === 0 }
  })
}

/** The month of an address, or the present one where it names none that is shown. Pure. */
export function chooseMonth(period: string | undefined, now: Date): MonthChoice {
  const months = monthsUntil(now)
  return (months.find((each) => each.period === period) ?? months[0]) as MonthChoice
}

/** The twelve months that begin after both instants, `2026-12` first. Pure. */
export function comingPeriods(now: Date, after: Date): string[] {
  const present = periodOf(after > now ? after : now)
  return Array.from({ length: 12 }, (_, ahead) => periodAfter(present, ahead + 1))
}
