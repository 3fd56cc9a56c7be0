import { atParisHour, parisClock } from './paris-clock'
import { parisDay, startOfParisDay } from './paris-day'

/** A calendar month of Europe/Paris: its name, `2026-10`, and the half-open `[from, to)`, UTC. */
export type Month = { period: string; from: Date; to: Date }

/** The name of a month that this century has. */
export const periodPattern = /^20\d\d-(0[1-9]|1[0-2])$/

/** The month of Europe/Paris in which `instant` falls, whatever the zone of the machine. Pure. */
export function parisMonth(instant: Date): Month {
  const { year, month } = parisClock(instant)
  return {
    period: periodOf(instant),
    from: atParisHour(year, month, 1, 0),
    to: atParisHour(year, month + 1, 1, 0),
  }
}

/** The month that `2026-10` names. Pure. */
export function monthOf(period: string): Month {
  return parisMonth(startOfParisDay(`${period}-01`))
}

/** The name of the month in which `instant` falls in Paris, `2026-10`. Pure. */
export function periodOf(instant: Date): string {
  return parisDay(instant).slice(0, 7)
}

/** The name of the month so many months after, or before, `2026-10`. Pure. */
export function periodAfter(period: string, months: number): string {
  const [year = 0, month = 1] = period.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7)
}

/** The last day of a month, `2026-10-31`. Pure. */
export function lastDayOf(period: string): string {
  return parisDay(new Date(monthOf(period).to.getTime() - 1))
}
