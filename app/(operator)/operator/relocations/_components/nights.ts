import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import { atParisHour, parisClock } from '~/lib/kernel/time/paris-clock'

const nightsOffered = 7
const hour = 22

/** The next nights at 22:00 in Paris, as options. */
export function nightsFrom(now: Date, locale: Locale): { value: string; label: string }[] {
  const { year, month, day } = parisClock(now)
  return Array.from({ length: nightsOffered + 1 }, (_, days) => atParisHour(year, month, day + days, hour))
    .filter((at) => at > now)
    .slice(0, nightsOffered)
    .map((at) => ({ value: at.toISOString(), label: formatDateTime(at, locale) }))
}
