/** Calendar days as `YYYY-MM-DD`, independent of clock changes. */
const dayMs = 86_400_000
const atMidnight = (day: string) => Date.parse(`${day}T00:00:00Z`)

/** Returns the day this many days later, or earlier. Pure. */
export function addDays(day: string, days: number): string {
  return new Date(atMidnight(day) + days * dayMs).toISOString().slice(0, 10)
}

/** Whole days from one day to another. Pure. */
export function daysBetween(from: string, to: string): number {
  return Math.round((atMidnight(to) - atMidnight(from)) / dayMs)
}

/** Monday is 1, Sunday 7. Pure. */
export function weekdayOf(day: string): number {
  return ((new Date(atMidnight(day)).getUTCDay() + 6) % 7) + 1
}

/** Easter Sunday, by the Gregorian computus (Meeus, Jones and Butcher). Pure. */
export function easterSunday(year: number): string {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const rest = year % 100
  const leaps = Math.floor(century / 4)
  const moon =
    (19 * golden + century - leaps - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30
  const week = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7
  const late = Math.floor((golden + 11 * moon + 22 * week) / 451)
  const sum = moon + week - 7 * late + 114
  return new Date(Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1)).toISOString().slice(0, 10)
}

/** Whether the text is a day of the calendar, `2026-10-31`. Pure. */
export const isCalendarDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text)
