import { atParisHour, parisClock } from './paris-clock'

/** The day in Paris at `instant`, `2026-11-25`. Pure. */
export function parisDay(instant: Date): string {
  const { year, month, day } = parisClock(instant)
  return [String(year).padStart(4, '0'), ...[month, day].map((each) => String(each).padStart(2, '0'))].join(
    '-',
  )
}

/** The year in Paris at `instant`, `2026`. Pure. */
export function parisYear(instant: Date): string {
  return parisDay(instant).slice(0, 4)
}

/** The instant at which a day (`2026-11-25`) begins in Paris. Pure. */
export function startOfParisDay(day: string): Date {
  const [year, month, date] = numbers(day)
  return atParisHour(year, month, date, 0)
}

/** The instant at which the next day begins in Paris: the end of a half-open day. Pure. */
export function endOfParisDay(day: string): Date {
  const [year, month, date] = numbers(day)
  return atParisHour(year, month, date + 1, 0)
}

function numbers(day: string): [number, number, number] {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return [year, month, date]
}
