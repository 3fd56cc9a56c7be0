import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Money } from '~/components/ui/display/money'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'

type Month = { period: string; cents: string; parts: readonly { key: string; cents: string }[] }
type Props = { months: readonly Month[]; series: readonly { key: string; label: string }[] }

/** The figures of the chart, latest month first. */
export function MonthTable({ months, series }: Props) {
  const t = useTranslations('billing')
  const locale = useLocale() as Locale
  return (
    <DataTable
      caption={t('costs.year')}
      rows={months.toReversed()}
      rowKey={(month) => month.period}
      columns={[
        { id: 'month', header: t('costs.month'), cell: (month) => formatMonth(month.period, locale) },
        ...series.map(({ key, label }) => ({
          id: key,
          header: label,
          numeric: true,
          cell: ({ parts }: Month) => (
            <Money cents={BigInt(parts.find((part) => part.key === key)?.cents ?? '0')} bare />
          ),
        })),
        {
          id: 'total',
          header: t('costs.total'),
          numeric: true,
          cell: (month) => <Money cents={BigInt(month.cents)} bare />,
        },
      ]}
    />
  )
}
