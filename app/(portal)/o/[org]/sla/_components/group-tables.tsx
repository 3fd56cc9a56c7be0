import { useLocale, useTranslations } from 'next-intl'
import { Availability } from '~/components/sla/availability'
import { LevelStatePill } from '~/components/sla/level-state'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { formatExact, formatPpm, type ServiceLevelsView } from '~/lib/sla/client'

type Props = {
  view: ServiceLevelsView
  organisationId: string
  query: Readonly<Record<string, string>>
}

/** The month by project, and by whole zone. */
export function GroupTables({ view, organisationId, query }: Props) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  const filtered = (change: Record<string, string>) => {
    const { page: _page, ...kept } = query
    return routes.org.serviceLevels(organisationId, { ...kept, ...change })
  }
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card title={t('byProject')} padded={false}>
        <DataTable
          caption={t('byProject')}
          rows={view.byProject}
          rowKey={(row) => row.id}
          rowHref={(row) => filtered({ project: row.id })}
          columns={[
            { id: 'name', header: t('project'), cell: (row) => row.name },
            { id: 'resources', header: t('resources'), numeric: true, cell: (row) => row.resources },
            {
              id: 'measured',
              isEnd: true,
              header: t('measured'),
              numeric: true,
              cell: (row) => <Availability ppm={row.availabilityPpm} objectivePpm={999_900} />,
            },
            { id: 'breached', header: t('breached'), numeric: true, cell: (row) => row.breached },
            {
              id: 'unknown',
              header: t('unknownHead'),
              numeric: true,
              cell: (row) => formatExact(row.unknownMs, locale),
            },
          ]}
        />
      </Card>
      <Card title={t('byZone')} note={t('byZoneNote')} padded={false}>
        <DataTable
          caption={t('byZone')}
          rows={view.byZone}
          rowKey={(row) => row.id}
          rowHref={(row) => filtered({ zone: row.code })}
          columns={[
            { id: 'name', header: t('zone'), cell: (row) => row.name },
            {
              id: 'measured',
              isEnd: true,
              header: t('measured'),
              numeric: true,
              cell: (row) => (
                <Availability
                  ppm={row.availabilityPpm}
                  objectivePpm={row.objectivePpm}
                  isMissed={row.state === 'breached'}
                />
              ),
            },
            {
              id: 'objective',
              header: t('objective'),
              numeric: true,
              cell: (row) => (row.objectivePpm === null ? '–' : formatPpm(row.objectivePpm, locale)),
            },
            { id: 'state', header: t('standing'), cell: (row) => <LevelStatePill state={row.state} /> },
            {
              id: 'unknown',
              header: t('unknownHead'),
              numeric: true,
              cell: (row) => formatExact(row.unknownMs, locale),
            },
          ]}
        />
      </Card>
    </div>
  )
}
