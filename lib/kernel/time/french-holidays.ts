import { daysBetween, easterSunday } from './calendar-day'

/** Public holidays of mainland France on fixed dates: month and day. */
const fixed = new Set(['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'])
/** Days after Easter Sunday: Easter Monday, Ascension, Whit Monday. */
const afterEaster = [1, 39, 50]

/** Whether a day (`2026-05-14`) is a public holiday of mainland France. Pure. */
export function isFrenchHoliday(day: string): boolean {
  if (fixed.has(day.slice(5))) return true
  return afterEaster.includes(daysBetween(easterSunday(Number(day.slice(0, 4))), day))
}
