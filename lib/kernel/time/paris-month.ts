import { atParisHour, parisClock } from './paris-clock'
import { parisDay, startOfParisDay } from './paris-day'

/** A calendar month in Paris: its name, `2026-10`, and the half-open `[from, to)`, UTC. */
export type Month = { period: string; from: Date; to: Date }

/** The name of a month of this century. */
export const periodPattern = /^20\d\d-(0[1-9]|1[0-2])$/

/** Returns the month in Paris that contains `instant`, independent of the machine's time zone. Pure. */
export function parisMonth(instant: Date): Month {
  const { year, month } = parisClock(instant)
  return {
    period: periodOf(instant),
    from: atParisHour(year, month, 1, 0),
    to: atParisHour(year, month + 1, 1, 0),
  }
}

/** Returns the month with the name `2026-10`. Pure. */
export function monthOf(period: string): Month {
  return parisMonth(startOfParisDay(`${period}-01`))
}

/** Returns the name of the month in Paris that contains `instant`, `2026-10`. Pure. */
export function periodOf(instant: Date): string {
  return parisDay(instant).slice(0, 7)
}

/** Returns the name of the month this many months after, or before, `2026-10`. Pure. */
export function periodAfter(period: string, months: number): string {
  const [year = 0, month = 1] = period.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7)
}

/** The last day of a month, `2026-10-31`. Pure. */
export function lastDayOf(period: string): string {
  return parisDay(new Date(monthOf(period).to.getTime() - 1))
}
