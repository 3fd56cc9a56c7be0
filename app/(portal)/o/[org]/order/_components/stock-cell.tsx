'use client'
import { useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import { StatePill } from '~/components/ui/display/state-pill'
import type { ZoneView } from '~/lib/catalogue/client'
import { type Stock, stockLevel } from '~/lib/placement/client'

type Props = {
  stock: Stock | undefined
  zone: ZoneView | undefined
  elsewhere: { zone: ZoneView; free: number } | undefined
}

/** Whether there is plenty, or how many are left; if none, where some are available. */
export function StockCell({ stock, zone, elsewhere }: Props) {
  const t = useTranslations('ordering.bundle')
  const level = stockLevel(stock)
  if (!stock || level === 'soldOut') {
    const none = zone && zone.state !== 'in_service' ? 'closed' : 'soldOut'
    return (
      <StatePill tone="off">
        {elsewhere ? t(`${none}Elsewhere`, { count: elsewhere.free, zone: elsewhere.zone.name }) : t(none)}
      </StatePill>
    )
  }
  const isScarce = level === 'scarce'
  return (
    <span className={cx('text-sm', isScarce ? 'font-medium text-warn' : 'text-ink-2')}>
      {t(isScarce ? 'left' : 'plenty', { count: stock.free })}
      <span className="sr-only">
        {' '}
        {t('free', { free: stock.free, total: stock.total, zone: zone?.name ?? '' })}
      </span>
    </span>
  )
}
