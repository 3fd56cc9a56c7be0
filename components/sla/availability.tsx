import { useLocale, useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import type { Locale } from '~/lib/kernel/text/format'
import { formatExact, formatPpm } from '~/lib/sla/client'

type Props = { ppm: number | null; objectivePpm?: number | null; isMissed?: boolean }

/** `99,98 %`, cut as the objective beside it needs; « inconnue » where nothing was seen. */
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

/** What is left of what a month may lose, or by how much it is overspent. */
export function BudgetLeft({ budget }: { budget: { leftMs: number } | null }) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  if (!budget) return '–'
  const duration = formatExact(Math.abs(budget.leftMs), locale)
  return budget.leftMs < 0 ? (
    <span className="text-bad">{t('leftOver', { duration })}</span>
  ) : (
    <span className="whitespace-nowrap tabular-nums">{duration}</span>
  )
}
