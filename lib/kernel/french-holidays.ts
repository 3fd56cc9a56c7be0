/** Days on which nobody works in mainland France, whatever the year: month and day. */
const fixed = new Set(['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'])
/** Days after Easter Sunday: Easter Monday, Ascension, Whit Monday. */
const afterEaster = [1, 39, 50]

/** Whether a day (`2026-05-14`) is a public holiday of mainland France. Pure. */
export function isFrenchHoliday(day: string): boolean {
  if (fixed.has(day.slice(5))) return true
  const easter = easterSunday(Number(day.slice(0, 4)))
  const since = (Date.parse(`${day}T00:00:00Z`) - easter) / 86_400_000
  return afterEaster.includes(since)
}

/** Easter Sunday at midnight UTC, by the Gregorian computus (Meeus, Jones and Butcher). */
function easterSunday(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const rest = year % 100
  const leaps = Math.floor(century / 4)
  const moon =
    (19 * golden + century - leaps - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30
  const week = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7
  const late = Math.floor((golden + 11 * moon + 22 * week) / 451)
  const sum = moon + week - 7 * late + 114
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1)
}
