import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import type { OperatorLevelsView } from '~/lib/sla/client'

/** The cost of service credits by month. */
export function CreditMonths({ months }: { months: OperatorLevelsView['credits'] }) {
  const t = useTranslations('slaOperator')
  const locale = useLocale() as Locale
  return (
    <Card title={t('credits')} note={t('creditsNote')} padded={false}>
      <DataTable
        caption={t('credits')}
        rows={months}
        rowKey={(row) => row.period}
        rowHref={(row) => routes.operator.serviceCredits({ period: row.period })}
        columns={[
          { id: 'month', header: t('month'), cell: (row) => formatMonth(row.period, locale) },
          { id: 'count', header: t('creditCount'), numeric: true, cell: (row) => row.credits },
          {
            id: 'due',
            header: t('due'),
            numeric: true,
            cell: (row) => <Money cents={BigInt(row.openCents)} />,
          },
          {
            id: 'granted',
            header: t('granted'),
            numeric: true,
            cell: (row) => <Money cents={BigInt(row.grantedCents)} />,
          },
        ]}
        empty={<p className="p-4.5 text-ink-2">{t('creditsNone')}</p>}
      />
    </Card>
  )
}
