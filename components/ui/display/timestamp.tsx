import { useLocale } from 'next-intl'
import {
  formatDate,
  formatDateTime,
  formatMinute,
  formatTimestamp,
  type Locale,
} from '~/lib/kernel/text/format'

type Props = { at: Date; look?: 'long' | 'short' | 'exact' | 'date' }

/**
 * An instant in Paris time: `long` in sentences, `short` in tables, `exact` to the second, `date` without the time.
 */
export function Timestamp({ at, look = 'long' }: Props) {
  const locale = useLocale() as Locale
  const format = { long: formatDateTime, short: formatMinute, exact: formatTimestamp, date: formatDate }[look]
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap tabular-nums">
      {format(at, locale)}
    </time>
  )
}
