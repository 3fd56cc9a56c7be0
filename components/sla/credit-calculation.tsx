import { useLocale, useTranslations } from 'next-intl'
import { formatBasisPoints, formatMoney, type Locale } from '~/lib/kernel/text/format'
import { formatPpm } from '~/lib/sla/client'

type Props = {
  /** Of the price, for an availability below `belowPpm`; null: below the objective. */
  rate: { basisPoints: number; belowPpm: number | null }
  priceCents: string
  objectivePpm: number
}

/** How the credit of a month is computed: `10 % de 36,96 € HT, pour moins de 99,90 %`. */
export function CreditCalculation({ rate, priceCents, objectivePpm }: Props) {
  const t = useTranslations('serviceCredits')
  const locale = useLocale() as Locale
  return (
    <span className="block text-sm text-ink-3">
      {t('rate', {
        rate: formatBasisPoints(rate.basisPoints, locale),
        price: formatMoney(BigInt(priceCents), locale),
        below: formatPpm(rate.belowPpm ?? objectivePpm, locale, objectivePpm),
      })}
    </span>
  )
}
