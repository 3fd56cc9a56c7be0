import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import type { AccrualsView } from '~/lib/billing/client'
import { formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'

/** Usage that was not invoiced yet at the end of the shown month. */
export function AccrualsCard({ accruals }: { accruals: AccrualsView }) {
  const t = useTranslations('billingExports')
  const locale = useLocale() as Locale
  const { lastDay, isPublicBody, rows } = accruals
  const sum = rows.reduce((total, row) => total + BigInt(isPublicBody ? row.grossCents : row.netCents), 0n)
  const title = t(isPublicBody ? 'accruals.publicTitle' : 'accruals.title', {
    day: formatDate(new Date(`${lastDay}T12:00:00Z`), locale),
  })
  const cents = (of: 'netCents' | 'vatCents' | 'grossCents') => ({
    id: of,
    header: t(`accruals.${of}`),
    numeric: true,
    cell: (row: AccrualsView['rows'][number]) => <Money cents={BigInt(row[of])} bare />,
  })
  return (
    <Card
      title={title}
      note={t(isPublicBody ? 'accruals.publicNote' : 'accruals.note', { sum: formatMoney(sum, locale) })}
      padded={false}
    >
      <DataTable
        caption={title}
        rows={rows}
        rowKey={(row) => `${row.invoice ?? ''} ${row.costCentre ?? ''}`}
        columns={[
          { id: 'invoice', header: t('accruals.invoice'), cell: (row) => row.invoice ?? t('accruals.none') },
          {
            id: 'centre',
            header: t('accruals.costCentre'),
            cell: (row) => row.costCentre ?? t('accruals.noCentre'),
          },
          { id: 'account', header: t('accruals.account'), cell: (row) => row.account },
          cents('netCents'),
          cents('vatCents'),
          cents('grossCents'),
        ]}
        empty={<p className="px-4.5 py-3.5 text-sm text-ink-2">{t('accruals.empty')}</p>}
      />
    </Card>
  )
}
