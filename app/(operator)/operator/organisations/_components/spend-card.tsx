import { useLocale, useTranslations } from 'next-intl'
import { StackedBars } from '~/components/chart/stacked-bars'
import { Card } from '~/components/ui/display/card'
import type { CustomerFile } from '~/lib/customers/client'
import {
  formatMoney,
  formatMonth,
  formatMonthName,
  formatWholeEuros,
  type Locale,
} from '~/lib/kernel/text/format'

/** What the customer spent in each of twelve months; the running one to date. */
export function SpendCard({ account }: { account: NonNullable<CustomerFile['account']> }) {
  const t = useTranslations('customers')
  const money = useTranslations('money')
  const locale = useLocale() as Locale
  const { months } = account
  const running = months.at(-1)?.period
  return (
    <Card title={t('spend')} note={t('spendNote')}>
      <StackedBars
        summary={t('spendSummary', { count: months.length })}
        series={[{ key: 'all', label: t('spend') }]}
        bars={months.map(({ period, cents }) => ({
          key: period,
          label: formatMonthName(period, locale),
          figure: formatWholeEuros(BigInt(cents), locale),
          title: [
            formatMonth(period, locale),
            formatMoney(BigInt(cents), locale),
            ...(period === running ? [money('toDate')] : []),
          ].join(' · '),
          parts: [{ key: 'all', value: Number(cents) }],
        }))}
        least={100}
        format={(cents) => formatWholeEuros(BigInt(Math.round(cents)), locale)}
        foreseenLabel=""
        limit={null}
      />
    </Card>
  )
}
