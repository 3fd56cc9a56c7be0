import { parisClock } from '~/lib/kernel/time/paris-clock'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { addParisMonths } from '~/lib/kernel/time/paris-months'
import type { Span } from '../availability/compute-availability'

/** A month in Paris that can be looked at. `isRunning` until it is over. */
export type MonthChoice = Span & { period: string; isRunning: boolean }

/** How many months back are kept on screen, the present one included. */
const monthsShown = 13

/** The present month in Paris and those before it, newest first. Pure. */
export function monthsUntil(now: Date): MonthChoice[] {
  const present = parisMonth(now).from
  return Array.from({ length: monthsShown }, (_, back) => {
    const { from, to } = parisMonth(addParisMonths(present, -back))
    return { period: periodOf(from), from: from.getTime(), to: to.getTime(), isRunning: back === 0 }
  })
}

/** The month of an address, or the present one where it names none that is shown. Pure. */
export function chooseMonth(period: string | undefined, now: Date): MonthChoice {
  const months = monthsUntil(now)
  return (months.find((each) => each.period === period) ?? months[0]) as MonthChoice
}

/** The twelve months that begin after both instants, `2026-12` first. Pure. */
export function comingPeriods(now: Date, after: Date): string[] {
  const from = parisMonth(after > now ? after : now).from
  return Array.from({ length: 12 }, (_, ahead) => periodOf(addParisMonths(from, ahead + 1)))
}

/** `2026-11` of an instant, in Paris. Pure. */
export function periodOf(instant: Date): string {
  const { year, month } = parisClock(instant)
  return `${year}-${String(month).padStart(2, '0')}`
}
