import { defaultTimeZone } from './format-date'

/** A calendar month of Europe/Paris as the half-open `[from, to)`, UTC. */
export type Month = { from: Date; to: Date }

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: defaultTimeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

function wallClock(instant: Date): { year: number; month: number; utc: number } {
  const read = Object.fromEntries(parts.formatToParts(instant).map((part) => [part.type, Number(part.value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read
  return { year, month, utc: Date.UTC(year, month - 1, day, hour, minute, second) }
}

/** Midnight in Paris at the start of this month; `month` may run past 12. */
function midnight(year: number, month: number): Date {
  const wanted = Date.UTC(year, month - 1, 1)
  // Clocks change on the last Sunday of March and October at 01:00 UTC, never at a midnight that starts a
  // month: the offset of the guess is the offset of the answer.
  const guess = new Date(wanted - 3_600_000)
  return new Date(wanted - (wallClock(guess).utc - guess.getTime()))
}

/** The month of Europe/Paris in which `instant` falls, whatever the zone of the machine. Pure. */
export function parisMonth(instant: Date): Month {
  const { year, month } = wallClock(instant)
  return { from: midnight(year, month), to: midnight(year, month + 1) }
}
