/** Days on which the European system of settlement (T2) is open. Days are `YYYY-MM-DD`. Pure. */
export function isBusinessDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  const weekday = date.getUTCDay()
  if (weekday === 0 || weekday === 6) return false
  const monthDay = day.slice(5)
  if (['01-01', '05-01', '12-25', '12-26'].includes(monthDay)) return false
  const easter = easterSunday(date.getUTCFullYear())
  const days = Math.round((date.getTime() - easter) / 86_400_000)
  return days !== -2 && days !== 1
}

/** This day, or the first one after it on which money moves. Pure. */
export function nextBusinessDay(day: string): string {
  let date = new Date(`${day}T00:00:00Z`)
  while (!isBusinessDay(asText(date))) date = new Date(date.getTime() + 86_400_000)
  return asText(date)
}

const asText = (date: Date) => date.toISOString().slice(0, 10)

/** By the anonymous Gregorian rule. */
function easterSunday(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const skipped = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 19 * golden + 15
  const epact = skipped % 30
  const moon =
    epact - Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7
  const offset = moon - weekday
  const month = 3 + Math.floor((offset + 40) / 44)
  const day = offset + 28 - 31 * Math.floor(month / 4)
  return Date.UTC(year, month - 1, day)
}
