import { monthOf, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import type { Span } from '../availability/compute-availability'

/** A selectable Paris month; `isRunning` until it ends. */
export type MonthChoice = Span & { period: string; isRunning: boolean }

/** Number of selectable months, the current one included. */
const monthsShown = 13

/** The current Paris month and the previous ones, newest first. Pure. */
export function monthsUntil(now: Date): MonthChoice[] {
  const present = periodOf(now)
  return Array.from({ length: monthsShown }, (_, back) => {
    const { period, from, to } = monthOf(periodAfter(present, -back))
    return { period, from: from.getTime(), to: to.getTime(), isRunning: back === 0 }
  })
}

/** The month named in the URL, or the current one when it is not selectable. Pure. */
export function chooseMonth(period: string | undefined, now: Date): MonthChoice {
  const months = monthsUntil(now)
  return (months.find((each) => each.period === period) ?? months[0]) as MonthChoice
}

/** The twelve months that start after both instants, `2026-12` first. Pure. */
export function futurePeriods(now: Date, after: Date): string[] {
  const present = periodOf(after > now ? after : now)
  return Array.from({ length: 12 }, (_, ahead) => periodAfter(present, ahead + 1))
}
