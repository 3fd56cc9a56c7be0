import { addSeconds } from '~/lib/kernel/time/clock'
import { atParisHour, parisClock } from '~/lib/kernel/time/paris-clock'

/** The instant of `2026-11-26T22:00` in Paris time. Pure. */
export function parisInstant(minute: string): Date {
  const [year = 0, month = 1, day = 1, hour = 0, minutes = 0] = minute.split(/[-T:]/).map(Number)
  return addSeconds(atParisHour(year, month, day, hour), minutes * 60)
}

/** The inverse of `parisInstant`, for the form field. Pure. */
export function parisMinuteOf(instant: Date): string {
  const { year, month, day, hour, minute } = parisClock(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

const pattern = /^2\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/

/** Whether the minute exists in Paris: no 31 February, and not the hour skipped in spring. Pure. */
export const isParisMinute = (text: string): boolean =>
  pattern.test(text) && parisMinuteOf(parisInstant(text)) === text
