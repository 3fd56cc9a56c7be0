'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Button } from '~/components/ui/links/button'
import { formatMoney, formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { PlaceOrderOutcome } from '~/lib/ordering/client'

export type Refusal =
  | Exclude<PlaceOrderOutcome, { outcome: 'accepted' | 'held' | 'insufficient_capacity' }>
  | {
      outcome: 'insufficient_capacity'
      short: string
      zoneId: string
      zoneName: string
      elsewhere: { zoneId: string; name: string; count: number }[]
    }
  | { outcome: 'refused'; text: string }

type Props = { refusal: Refusal; onSwitch: (from: string, to: string) => void }

/** What is short, by how much, and a button for a place that has it. */
export function RefusalCallout({ refusal, onSwitch }: Props) {
  const t = useTranslations('ordering.refusal')
  const locale = useLocale() as Locale
  const money = (cents: string) => formatMoney(BigInt(cents), locale)
  const number = (value: number) => formatNumber(value, locale)
  switch (refusal.outcome) {
    case 'insufficient_capacity':
      return (
        <Callout
          tone="warn"
          live
          title={t(refusal.short === 'zone' ? 'zoneTitle' : 'capacityTitle', { zone: refusal.zoneName })}
        >
          <p>{t(`short.${refusal.short}`)}</p>
          <p className="mt-1">{refusal.elsewhere.length > 0 ? t('elsewhere') : t('nowhere')}</p>
          <div className="mt-2 grid gap-2">
            {refusal.elsewhere.map((zone) => (
              <Button key={zone.zoneId} size="sm" onClick={() => onSwitch(refusal.zoneId, zone.zoneId)}>
                {t('switch', { zone: zone.name, count: zone.count })}
              </Button>
            ))}
          </div>
        </Callout>
      )
    case 'over_spending_cap': {
      const { figures } = refusal
      return (
        <Callout tone="warn" live title={t('capTitle')}>
          {figures
            ? t('cap', {
                committed: money(figures.committedCents),
                order: money(figures.orderCents),
                cap: money(figures.capCents),
              })
            : t('capOfOthers')}
        </Callout>
      )
    }
    case 'quota_exceeded': {
      const { resource, used, limit, asked } = refusal
      return (
        <Callout tone="warn" live title={t('quotaTitle')}>
          {t('quota', {
            resource: t(`quotaResource.${resource}`),
            used: number(used),
            limit: number(limit),
            asked: number(asked),
          })}
        </Callout>
      )
    }
    case 'refused':
      return (
        <Callout tone="bad" live title={t('otherTitle')}>
          {refusal.text}
        </Callout>
      )
  }
}
