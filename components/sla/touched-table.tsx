import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Badge } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { Locale } from '~/lib/kernel/text/format'
import { formatExact, type TouchedView } from '~/lib/sla/client'

type Props = { incidents: readonly TouchedView[]; hrefOf: (incident: TouchedView) => string }

/** Incidents that affected own resources, with durations. */
export function TouchedTable({ incidents, hrefOf }: Props) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  return (
    <DataTable
      caption={t('incidents')}
      rows={incidents}
      rowKey={(row) => row.id}
      rowHref={hrefOf}
      columns={[
        {
          id: 'title',
          header: t('incident'),
          cell: (row) => row.title[locale],
        },
        {
          id: 'severity',
          isEnd: true,
          header: t('severityHead'),
          cell: (row) => <Badge>{t(`severity.${row.severity}`)}</Badge>,
        },
        {
          id: 'from',
          header: t('from'),
          cell: (row) => <Timestamp at={new Date(row.from)} look="exact" />,
        },
        {
          id: 'to',
          header: t('to'),
          cell: (row) => (row.to ? <Timestamp at={new Date(row.to)} look="exact" /> : t('ongoing')),
        },
        {
          id: 'duration',
          header: t('duration'),
          numeric: true,
          cell: (row) =>
            row.to ? formatExact(Date.parse(row.to) - Date.parse(row.from), locale) : t('ongoing'),
        },
        {
          id: 'resources',
          header: t('touchedResources'),
          cell: (row) => row.resources.map(({ name }) => name).join(', '),
          className: 'whitespace-normal',
        },
      ]}
      empty={<p className="p-4.5 text-ink-2">{t('noIncident')}</p>}
    />
  )
}
