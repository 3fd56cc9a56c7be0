import { addDays, daysBetween, easterSunday, weekdayOf } from '~/lib/kernel/time/calendar-day'

const closedOn = ['01-01', '05-01', '12-25', '12-26']
/** Good Friday and Easter Monday. */
const closedFromEaster = [-2, 1]

/** Days on which the European settlement system (T2) is open. Days are `YYYY-MM-DD`. Pure. */
export function isBusinessDay(day: string): boolean {
  if (weekdayOf(day) > 5 || closedOn.includes(day.slice(5))) return false
  return !closedFromEaster.includes(daysBetween(easterSunday(Number(day.slice(0, 4))), day))
}

/** This day, or the next business day. Pure. */
export function nextBusinessDay(day: string): string {
  let next = day
  while (!isBusinessDay(next)) next = addDays(next, 1)
  return next
}
