import { useLocale, useTranslations } from 'next-intl'
import { Money } from '~/components/ui/display/money'
import { formatBasisPoints, formatMoney, type Locale } from '~/lib/kernel/text/format'
import { formatPpm, type MonthCreditView } from '~/lib/sla/client'

/** The credit for a month of a resource with its calculation, marked while it is estimated. */
export function MonthCredit({
  credit,
  objectivePpm,
  isBrief,
}: {
  credit: MonthCreditView
  objectivePpm: number | null
  /** The amount alone, for a table. */
  isBrief?: boolean
}) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  const { cents, isEstimate, calculation } = credit
  const below = calculation?.belowPpm ?? objectivePpm
  return (
    <span className="grid justify-items-end">
      <span>
        {isEstimate && <span className="mr-1 text-sm text-ink-3">{t('estimated')}</span>}
        <Money cents={BigInt(cents)} bare />
      </span>
      {!isBrief && calculation && below !== null && (
        <span className="text-sm text-ink-3">
          {t('creditCalculation', {
            rate: formatBasisPoints(calculation.basisPoints, locale),
            price: formatMoney(BigInt(calculation.priceCents), locale),
            below: formatPpm(below, locale, objectivePpm ?? below),
          })}
        </span>
      )}
    </span>
  )
}
