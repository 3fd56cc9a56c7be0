const hour = 3_600_000
const parisHour = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
})

/** The instant at which a day (`2026-11-25`) begins in Paris. Pure. */
export function startOfParisDay(day: string): Date {
  const midnightUtc = Date.parse(`${day}T00:00:00Z`)
  // Midnight in Paris is one or two hours before midnight UTC; the day never begins in between.
  const summer = new Date(midnightUtc - 2 * hour)
  const isMidnight = parisHour
    .formatToParts(summer)
    .some((part) => part.type === 'hour' && part.value === '00')
  return isMidnight ? summer : new Date(midnightUtc - hour)
}

/** The instant at which the day after begins in Paris: the end of a half-open day. Pure. */
export function endOfParisDay(day: string): Date {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * hour)
  return startOfParisDay(next.toISOString().slice(0, 10))
}
