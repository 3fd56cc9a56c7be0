import { useLocale, useTranslations } from 'next-intl'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'

/** How much of a list is shown; nothing for a whole list. */
export function usePartNote(): (
  all: number,
  shown: number,
  words?: 'firstOf' | 'ofOpen',
) => string | undefined {
  const t = useTranslations('customers')
  const locale = useLocale() as Locale
  return (all, shown, words = 'firstOf') => {
    if (all <= shown) return undefined
    const counts = { shown, all: formatNumber(all, locale) }
    return words === 'firstOf' ? t('firstOf', counts) : t('ofOpen', counts)
  }
}
