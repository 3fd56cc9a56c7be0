import { atParisHour, parisClock } from '~/lib/kernel/time/paris-clock'
import { parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { periodAfter, periodOf } from '~/lib/kernel/time/paris-month'

/** Files leave at this hour in Paris: they are there when the office opens. */
const sendingHour = 7

/** The instant before which the file of a month is not sent: on this day of the next month, in Paris. Pure. */
export function sendingAt(period: string, day: number): Date {
  const [year = 0, month = 1] = period.split('-').map(Number)
  return atParisHour(year, month + 1, day, sendingHour)
}

/** The last day in Paris whose sending hour has passed, `2026-11-25`. Pure. */
export function lastSendingDay(now: Date): string {
  const today = parisDay(now)
  if (parisClock(now).hour >= sendingHour) return today
  return parisDay(new Date(startOfParisDay(today).getTime() - 1))
}

/**
 * The month that a schedule sends next and its instant; a past instant means as soon as the month is billed. `lastSent` is
 * the latest month with a file. Pure.
 */
export function nextSending(lastSent: string | null, day: number, now: Date): { period: string; at: Date } {
  const previous = periodAfter(periodOf(now), -1)
  const period = lastSent !== null && lastSent >= previous ? periodAfter(lastSent, 1) : previous
  return { period, at: sendingAt(period, day) }
}
