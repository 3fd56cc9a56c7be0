import { addDays, weekdayOf } from './calendar-day'
import { isFrenchHoliday } from './french-holidays'
import { atParisHour } from './paris-clock'
import { parisDay } from './paris-day'

/** From nine to six in Paris, Monday to Friday, except public holidays. */
export const businessDay = { opensAt: 9, closesAt: 18 } as const

/** Returns the instant at which this number of business hours has passed since `from`. Pure. */
export function addBusinessHours(from: Date, hours: number): Date {
  let left = hours * 3_600_000
  for (const opening of openings(from)) {
    const start = Math.max(from.getTime(), opening.from)
    const room = Math.max(0, opening.to - start)
    if (left <= room && room > 0) return new Date(start + left)
    left -= room
  }
  return from
}

/** Business time between two instants in milliseconds; zero when `to` is not after `from`. Pure. */
export function businessMilliseconds(from: Date, to: Date): number {
  let sum = 0
  for (const opening of openings(from)) {
    if (opening.from >= to.getTime()) break
    sum += Math.max(0, Math.min(to.getTime(), opening.to) - Math.max(from.getTime(), opening.from))
  }
  return sum
}

/** Yields the business days from that of `from` on, without end. */
function* openings(from: Date): Generator<{ from: number; to: number }, never> {
  const today = parisDay(from)
  const [year = 0, month = 1, date = 1] = today.split('-').map(Number)
  for (let at = 0; ; at += 1) {
    const day = addDays(today, at)
    if (weekdayOf(day) > 5 || isFrenchHoliday(day)) continue
    yield {
      from: atParisHour(year, month, date + at, businessDay.opensAt).getTime(),
      to: atParisHour(year, month, date + at, businessDay.closesAt).getTime(),
    }
  }
}
