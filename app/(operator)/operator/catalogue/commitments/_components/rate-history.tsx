import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { BundleFamily } from '~/lib/catalogue/client'
import { formatBasisPoints, type Locale } from '~/lib/kernel/text/format'

type Row = {
  id: string
  family: BundleFamily
  termMonths: number
  basisPoints: number
  validFrom: Date
  validTo: Date | null
}

/** Every published rate; the history is complete. */
export function RateHistory({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations('pricing.rates')
  const p = useTranslations('pricing')
  const c = useTranslations('catalogue')
  const locale = useLocale() as Locale
  return (
    <Card title={t('history')} note={p('historyNote')} padded={false}>
      <DataTable
        caption={t('history')}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { id: 'family', header: p('field.family'), cell: (row) => c(`family.${row.family}`) },
          { id: 'term', header: t('term'), cell: (row) => t('months', { months: row.termMonths }) },
          {
            id: 'off',
            header: t('off'),
            numeric: true,
            cell: (row) => formatBasisPoints(row.basisPoints, locale),
          },
          { id: 'from', header: p('column.from'), cell: (row) => <Timestamp at={row.validFrom} /> },
          {
            id: 'to',
            header: p('column.to'),
            cell: (row) => (row.validTo ? <Timestamp at={row.validTo} /> : '–'),
          },
        ]}
        empty={<EmptyState title={t('none')}>{t('noneText')}</EmptyState>}
      />
    </Card>
  )
}
