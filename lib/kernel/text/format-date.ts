import { dateTimeFormat, relativeTimeFormat } from './intl-cache'
import { type Locale, localeTags as tags } from './locale'

export const defaultTimeZone = 'Europe/Paris'

/** `25 novembre 2026 à 14:05`. */
export function formatDateTime(date: Date, locale: Locale, timeZone = defaultTimeZone): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone } as const
  return withOrdinal(dateTimeFormat(tags[locale], options).format(date), locale)
}

/** `25/11/2026 14:05`, for tables. */
export function formatMinute(date: Date, locale: Locale, timeZone = defaultTimeZone): string {
  const day = { day: '2-digit', month: '2-digit', year: 'numeric' } as const
  return `${dateTimeFormat(tags[locale], { ...day, timeZone }).format(date)} ${formatTime(date, locale, timeZone)}`
}

/** `25/11/2026 14:05:09`, where seconds matter: audit trails, measurements, billing. */
export function formatTimestamp(date: Date, locale: Locale, timeZone = defaultTimeZone): string {
  const format = dateTimeFormat(tags[locale], {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
  })
  return format.format(date).replace(',', '')
}

/** `25 novembre 2026`, `1er décembre 2026`. */
export function formatDate(date: Date, locale: Locale, timeZone = defaultTimeZone): string {
  return withOrdinal(dateTimeFormat(tags[locale], { dateStyle: 'long', timeZone }).format(date), locale)
}

/** French uses the ordinal for the first day of a month; `Intl` does not. */
function withOrdinal(text: string, locale: Locale): string {
  return locale === 'fr' ? text.replace(/^1(?= )/, '1er') : text
}

/** `14:05`. */
export function formatTime(date: Date, locale: Locale, timeZone = defaultTimeZone): string {
  return dateTimeFormat(tags[locale], { hour: '2-digit', minute: '2-digit', timeZone }).format(date)
}

/** `25/11 14:05`, where the year is clear. */
export function formatDayAndTime(date: Date, locale: Locale, timeZone = defaultTimeZone): string {
  const day = dateTimeFormat(tags[locale], { day: '2-digit', month: '2-digit', timeZone }).format(date)
  return `${day} ${formatTime(date, locale, timeZone)}`
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

/** `il y a 3 minutes`, `dans 2 heures`: the largest whole unit between the two instants. */
export function formatRelative(date: Date, now: Date, locale: Locale): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1_000)
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const)
  return relativeTimeFormat(tags[locale], { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
}

/** `oct.` from `2026-10`, where the year is clear. */
export function formatMonthName(period: string, locale: Locale): string {
  return dateTimeFormat(tags[locale], { month: 'short', timeZone: 'UTC' }).format(
    new Date(`${period}-15T00:00:00Z`),
  )
}

/** `octobre 2026` from `2026-10`. */
export function formatMonth(period: string, locale: Locale): string {
  return dateTimeFormat(tags[locale], { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${period}-15T00:00:00Z`),
  )
}

/** `d’octobre 2026`, `de mai 2026`, from `2026-10`: the preposition follows the first letter of the month. */
export function frenchOfMonth(period: string): string {
  const month = formatMonth(period, 'fr')
  return /^[ao]/.test(month) ? `d’${month}` : `de ${month}`
}
