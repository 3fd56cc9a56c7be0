'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Meter } from '~/components/ui/display/meter'
import { StatePill } from '~/components/ui/display/state-pill'
import type { ZoneView } from '~/lib/catalogue/client'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { Stock } from '~/lib/placement/client'

/** Below this share of a zone's total, the bar shows a warning. */
const scarceShare = 0.15

type Props = {
  stock: Stock | undefined
  zone: ZoneView | undefined
  elsewhere: { zone: ZoneView; free: number } | undefined
}

/** The number left here as a bar and a figure; if none, where some are available. */
export function StockCell({ stock, zone, elsewhere }: Props) {
  const t = useTranslations('ordering.bundle')
  const locale = useLocale() as Locale
  if (!stock || stock.free === 0) {
    const none = zone && zone.state !== 'in_service' ? 'closed' : 'soldOut'
    return (
      <StatePill tone="off">
        {elsewhere ? t(`${none}Elsewhere`, { count: elsewhere.free, zone: elsewhere.zone.name }) : t(none)}
      </StatePill>
    )
  }
  return (
    <span className="flex items-center gap-2.5">
      <Meter
        label={t('freeIn', { zone: zone?.name ?? '' })}
        value={stock.free}
        max={Math.max(stock.total, stock.free)}
        valueText={t('free', { free: stock.free, total: stock.total, zone: zone?.name ?? '' })}
        tone={stock.free < stock.total * scarceShare ? 'amber' : 'brand'}
        className="w-14 shrink-0"
      />
      <span className="text-sm text-ink-2">{formatNumber(stock.free, locale)}</span>
    </span>
  )
}
