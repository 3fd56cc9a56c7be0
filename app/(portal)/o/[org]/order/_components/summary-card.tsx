'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { Meter } from '~/components/ui/display/meter'
import { HourlyPrice, Money } from '~/components/ui/display/money'
import { Button } from '~/components/ui/links/button'
import { formatElapsedMs, formatMoney, type Locale } from '~/lib/kernel/text/format'
import { localeTags } from '~/lib/kernel/text/locale'
import type { offerPrice } from '~/lib/ordering/client'

type Props = {
  price: ReturnType<typeof offerPrice>
  /** Screen reader announcement for every change of the cart. */
  announcement: string
  isStorageOnly: boolean
  vatRateBasisPoints: number
  spending: { capCents: string; committedCents: string } | null
  readyMilliseconds: number | null
  blocked: string | undefined
  isPending: boolean
  onOrder: () => void
  refusal: ReactNode
  promotions: ReactNode
  confirmedCents: bigint | null
  isKeyless: boolean
  /** Of the longest commitment in the cart; 0 when all is hourly. */
  termMonths: number
  /** Below the button: the alternative to ordering. */
  aside: ReactNode
  /** The lines with their actions. */
  children: ReactNode
}

/** Price with and without VAT, and the order button, which repeats price and delivery time. */
export function SummaryCard({
  price,
  announcement,
  isStorageOnly,
  vatRateBasisPoints,
  spending,
  readyMilliseconds,
  blocked,
  isPending,
  onOrder,
  refusal,
  promotions,
  confirmedCents,
  isKeyless,
  termMonths,
  aside,
  children,
}: Props) {
  const t = useTranslations('ordering.summary')
  const locale = useLocale() as Locale
  const monthly = formatMoney(price.exclusive, locale)
  return (
    <Card title={t('title')}>
      <div className="grid gap-3">
        {children}
        <hr className="border-line" />
        <div className="flex items-baseline justify-between gap-3">
          <span className="text-ink-2">{t('perMonth')}</span>
          <span className="font-display text-2xl font-bold">
            <Money cents={price.exclusive} />
          </span>
        </div>
        {vatRateBasisPoints === 0 ? (
          <Row term={t('reverseCharge')} value={<Money cents={0n} />} />
        ) : (
          <Row
            term={t('vat', { rate: vatText(vatRateBasisPoints, locale) })}
            value={<Money cents={price.vat} />}
          />
        )}
        <Row term={t('inclusive')} value={<Money cents={price.inclusive} />} />
        <Row term={t('perHour')} value={<HourlyPrice microCents={price.microCentsPerHour} />} />
        {price.perTerm > 0n && <Row term={t('perTerm')} value={<Money cents={price.perTerm} />} />}
        {price.list > price.exclusive && (
          <Row term={t('saved')} value={<Money cents={price.list - price.exclusive} />} />
        )}
        {confirmedCents !== null && confirmedCents !== price.exclusive && (
          <Callout tone="warn" title={t('pricesChanged')}>
            <Button size="sm" onClick={() => location.reload()}>
              {t('reload')}
            </Button>
          </Callout>
        )}
        {promotions}
        {spending && <SpendingMeter {...spending} orderCents={price.exclusive} />}
        {refusal}
        {isKeyless && <p className="text-sm text-warn">{t('keyless')}</p>}
        <Button
          variant="primary"
          size="lg"
          block
          pending={isPending}
          disabledReason={blocked}
          onClick={onOrder}
          className="min-h-15"
        >
          <span className="grid gap-0.5">
            <span>{t(isKeyless ? 'orderKeyless' : 'order')}</span>
            <span className="text-sm font-medium">
              {readyMilliseconds === null
                ? t('buttonUnmeasured', { price: monthly })
                : t('buttonReady', { price: monthly, duration: formatElapsedMs(readyMilliseconds, locale) })}
            </span>
          </span>
        </Button>
        {aside}
        <p className="text-sm text-ink-3">
          {termMonths > 0 ? t('billingTerm') : isStorageOnly ? t('billingStorage') : t('billing')}
        </p>
        <p role="status" className="sr-only" data-confirmed-cents={confirmedCents?.toString()}>
          {announcement}
        </p>
      </div>
    </Card>
  )
}

function Row({ term, value }: { term: ReactNode; value: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <span className="min-w-0 text-ink-2">{term}</span>
      <span>{value}</span>
    </div>
  )
}

function SpendingMeter({
  capCents,
  committedCents,
  orderCents,
}: {
  capCents: string
  committedCents: string
  orderCents: bigint
}) {
  const t = useTranslations('ordering.summary')
  const locale = useLocale() as Locale
  const spent = BigInt(committedCents) + orderCents
  const values = { spent: formatMoney(spent, locale), cap: formatMoney(BigInt(capCents), locale) }
  return (
    <div className="grid gap-1.5 rounded-control bg-sunken px-3 py-2.5 text-sm">
      <div className="flex flex-wrap justify-between gap-x-3">
        <span>{t('cap')}</span>
        <span className="tabular-nums">{t('capValue', values)}</span>
      </div>
      <Meter
        label={t('cap')}
        value={Number(spent)}
        max={Number(capCents)}
        valueText={t('capMeter', values)}
        tone="auto"
      />
    </div>
  )
}

function vatText(basisPoints: number, locale: Locale): string {
  const format = new Intl.NumberFormat(localeTags[locale], { style: 'percent', maximumFractionDigits: 1 })
  return format.format(basisPoints / 10_000)
}
