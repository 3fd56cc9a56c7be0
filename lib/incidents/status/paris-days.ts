import { addDays } from '~/lib/kernel/time/calendar-day'
import { endOfParisDay, parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'

/** The last `count` Paris days up to today, oldest first, as half-open intervals in milliseconds, UTC. Pure. */
export function parisDaysUntil(now: Date, count: number): { day: string; from: number; to: number }[] {
  const today = parisDay(now)
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(today, index + 1 - count)
    return { day, from: startOfParisDay(day).getTime(), to: endOfParisDay(day).getTime() }
  })
}
