import { useLocale } from 'next-intl'
import { formatDayAndTime, formatTime, type Locale } from '~/lib/kernel/text/format'
import { parisDay } from '~/lib/kernel/time/paris-day'

/** Returns a function for instants as ISO 8601: the time of one of today, with the day for others; in Paris time. */
export function useSince(): (since: string) => string {
  const locale = useLocale() as Locale
  return (since) => {
    const at = new Date(since)
    return parisDay(at) === parisDay(new Date()) ? formatTime(at, locale) : formatDayAndTime(at, locale)
  }
}
