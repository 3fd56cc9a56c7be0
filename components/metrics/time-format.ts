import { formatDate, formatDayAndTime, formatTime, type Locale } from '~/lib/kernel/text/format'
import type { MetricRange } from '~/lib/resources/client'

/** Formats instants with the precision that a range needs. */
export function timeFormat(range: MetricRange, locale: Locale): (at: number) => string {
  return (at) => {
    const date = new Date(at)
    if (range === 'year') return formatDate(date, locale)
    return range === 'week' ? formatDayAndTime(date, locale) : formatTime(date, locale)
  }
}
