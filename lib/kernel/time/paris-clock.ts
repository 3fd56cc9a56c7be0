import { defaultTimeZone } from '../text/format-date'

export type WallClock = { year: number; month: number; day: number; hour: number; minute: number }

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: defaultTimeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

/** Returns the date and time on clocks in Paris at `instant`, independent of the machine's time zone. Pure. */
export function parisClock(instant: Date): WallClock {
  const read = Object.fromEntries(parts.formatToParts(instant).map((part) => [part.type, Number(part.value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = read
  return { year, month, day, hour, minute }
}

/**
 * Returns the first instant of a day at which clocks in Paris show this full hour. On the night that skips it, the
 * instant of the skip; on the night that has it twice, the first one. `day` may exceed the month, `month` may exceed
 * 12.
 */
export function atParisHour(year: number, month: number, day: number, hour: number): Date {
  const wanted = Date.UTC(year, month - 1, day, hour)
  const shown = (instant: Date) => {
    const clock = parisClock(instant)
    return Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute)
  }
  // Paris is one or two hours ahead; two gives the earlier instant.
  const inSummer = new Date(wanted - 2 * 3_600_000)
  return shown(inSummer) === wanted ? inSummer : new Date(wanted - 3_600_000)
}
