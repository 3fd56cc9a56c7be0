import { useLocale, useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import { Meter } from '~/components/ui/display/meter'
import type { Locale } from '~/lib/kernel/text/format'
import { formatExact, formatPpm } from '~/lib/sla/client'

type Props = { ppm: number | null; objectivePpm?: number | null; isMissed?: boolean }

/** `99,98 %`, truncated to the precision of its objective; « inconnue » without observations. */
export function Availability({ ppm, objectivePpm = null, isMissed = false }: Props) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  if (ppm === null) return <span className="text-ink-3">{t('unknown')}</span>
  return (
    <span className={cx('tabular-nums', isMissed && 'font-semibold text-bad')}>
      {formatPpm(ppm, locale, objectivePpm)}
    </span>
  )
}

type LeftProps = { budget: { allowedMs: number; leftMs: number } | null; isShort?: boolean }

/** The rest of a month's error budget above its bar, or the amount by which it is exceeded; `isShort` names it as a rest. */
export function BudgetLeft({ budget, isShort = false }: LeftProps) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  if (!budget) return '–'
  const duration = formatExact(Math.abs(budget.leftMs), locale)
  if (budget.leftMs < 0) return <span className="text-bad">{t('leftOver', { duration })}</span>
  return (
    <>
      <span className="whitespace-nowrap tabular-nums">
        {isShort ? t('leftShort', { duration }) : duration}
      </span>
      <span data-control="" className="mt-1 block w-28">
        <Meter
          label={t('left')}
          value={budget.leftMs}
          max={budget.allowedMs}
          valueText={t('leftOf', { left: duration, allowed: formatExact(budget.allowedMs, locale) })}
          tone={budget.leftMs * 4 < budget.allowedMs ? 'amber' : 'brand'}
        />
      </span>
    </>
  )
}
