import { formatDate, type Locale } from '~/lib/kernel/text/format'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'

/**
 * Returns a notice's parameters in the reader's language where written in both, otherwise in French; days in words. Pure.
 */
export function noticeParams(
  params: Readonly<Record<string, string>>,
  locale: Locale,
): Readonly<Record<string, string>> {
  const inWords = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDate(startOfParisDay(value), locale) : value,
    ]),
  )
  const { titleEn } = inWords
  return locale === 'en' && titleEn ? { ...inWords, title: titleEn } : inWords
}
