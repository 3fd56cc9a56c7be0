import { useLocale, useTranslations } from 'next-intl'
import type { TrafficPriceView } from '~/lib/catalogue/client'
import { formatHourlyPrice, formatMebibytes, type Locale } from '~/lib/kernel/text/format'

/** The included traffic and the price beyond it; nothing without a traffic price. */
export function TrafficNote({ price }: { price: TrafficPriceView | null }) {
  const t = useTranslations('catalogue')
  const locale = useLocale() as Locale
  if (!price) return null
  const included = formatMebibytes(BigInt(price.includedMebibytes), locale)
  // Four decimals, like an hourly price.
  const perGibibyte = formatHourlyPrice(BigInt(price.microCentsPerGibibyte), locale)
  return <p>{t('trafficNote', { included, price: perGibibyte })}</p>
}
