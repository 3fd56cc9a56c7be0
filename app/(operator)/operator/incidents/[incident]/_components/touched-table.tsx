import { useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { IncidentView } from '~/lib/incidents/client'
import { routes } from '~/lib/routes'

/** The affected resources with their customers and times. */
export function TouchedTable({ touched }: { touched: IncidentView['touched'] }) {
  const t = useTranslations('incidents')
  return (
    <DataTable
      caption={t('touched')}
      rows={touched}
      rowKey={({ id }) => id}
      empty={<p className="p-4.5 text-ink-2">{t('touchedNone')}</p>}
      columns={[
        { id: 'name', header: t('column.resource'), cell: ({ name }) => name },
        { id: 'kind', header: t('column.kind'), cell: ({ kind }) => t(`kind.${kind}`) },
        {
          id: 'organisation',
          header: t('column.organisation'),
          cell: ({ organisation }) => (
            <TextLink href={routes.operator.organisation(organisation.id)}>{organisation.name}</TextLink>
          ),
          csv: ({ organisation }) => organisation.name,
        },
        {
          id: 'from',
          header: t('column.from'),
          cell: ({ fromAt }) => <Timestamp at={new Date(fromAt)} look="short" />,
        },
        {
          id: 'to',
          header: t('column.to'),
          cell: ({ toAt }) => (toAt ? <Timestamp at={new Date(toAt)} look="short" /> : t('stillDown')),
        },
      ]}
    />
  )
}
