import { getLocale, getTranslations } from 'next-intl/server'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { FileLink } from '~/components/ui/links/file-link'
import type { ServiceListView } from '~/lib/billing/client'
import { formatDate, formatMonth, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

/** Monthly lists of services to EU companies, which the seller files with the customs authority. */
export async function ServiceLists({ services }: { services: readonly ServiceListView[] }) {
  const t = await getTranslations('ereporting')
  const locale = (await getLocale()) as Locale
  return (
    <Card title={t('services')} note={t('servicesNote')} padded={false}>
      <DataTable
        caption={t('services')}
        rows={services}
        rowKey={(row) => row.month}
        columns={[
          { id: 'month', header: t('month'), cell: (row) => formatMonth(row.month, locale) },
          {
            id: 'due',
            header: t('due'),
            cell: (row) => formatDate(new Date(`${row.dueOn}T12:00:00Z`), locale),
          },
          { id: 'customers', header: t('customers'), numeric: true, cell: (row) => row.lines.length },
          {
            id: 'total',
            header: t('net'),
            numeric: true,
            cell: (row) => <Money cents={BigInt(row.totalEuros) * 100n} bare />,
          },
          {
            id: 'files',
            header: <span className="sr-only">{t('actions')}</span>,
            cell: (row) => (
              <span className="flex flex-wrap justify-end gap-1.5">
                {(['xml', 'csv'] as const).map((format) => (
                  <FileLink
                    key={format}
                    href={routes.operator.serviceList(row.month, format)}
                    size="sm"
                    variant="quiet"
                  >
                    <span aria-hidden>{format.toUpperCase()}</span>
                    <span className="sr-only">
                      {t('listOf', { month: formatMonth(row.month, locale), format: format.toUpperCase() })}
                    </span>
                  </FileLink>
                ))}
              </span>
            ),
          },
        ]}
        empty={<EmptyState title={t('servicesEmpty')}>{t('servicesEmptyText')}</EmptyState>}
      />
    </Card>
  )
}
