'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Money } from '~/components/ui/display/money'
import { formatHourlyPrice, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { offerPrice } from '~/lib/ordering/client'

/**
 * The cart's price at the bottom of windows too narrow for the summary next to the choices; it links to the summary
 * and is hidden where the summary is visible.
 */
export function PriceBar({ price, summaryId }: { price: ReturnType<typeof offerPrice>; summaryId: string }) {
  const t = useTranslations('ordering.summary')
  const locale = useLocale() as Locale
  return (
    <div
      data-pinned-foot
      className="card sticky bottom-2 z-10 flex items-center justify-between gap-3 px-4 py-2.5 shadow-lg xl:hidden"
    >
      <p className="min-w-0">
        <span className="font-display text-lg font-bold">
          <Money cents={price.exclusive} />
        </span>{' '}
        <span className="text-sm text-ink-2">{t('perMonth')}</span>
        <span className="block text-sm text-ink-2">
          {t('barDetails', {
            inclusive: formatMoney(price.inclusive, locale),
            hourly: formatHourlyPrice(price.microCentsPerHour, locale),
          })}
        </span>
        {price.perTerm > 0n && (
          <span className="block text-sm text-ink-2">
            <Money cents={price.perTerm} /> {t('perTerm')}
          </span>
        )}
      </p>
      <a
        href={`#${summaryId}`}
        className="shrink-0 font-medium text-brand underline decoration-line-strong underline-offset-3"
      >
        {t('toSummary')}
      </a>
    </div>
  )
}
