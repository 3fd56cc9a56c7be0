import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { RefreshOn } from '~/app/_client/refresh-on'
import { defineSignedInPage } from '~/app/_server/define-page'
import { IncidentStatePill, SeverityPill } from '~/components/incidents/incident-pills'
import { DataTable } from '~/components/table/data-table'
import { FilterBar } from '~/components/table/filter-bar'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { Stat } from '~/components/ui/display/stat'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { showZones } from '~/lib/catalogue'
import { mayStaff } from '~/lib/identity'
import { listIncidents, listLoneFailures } from '~/lib/incidents'

import { shownIncidentStates, textInLocale } from '~/lib/incidents/client'
import { formatDuration, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { AloneCard } from './_components/alone-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('incidents'))('title') }
}

/** Incidents, with the time to detect and to repair. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('incidents')
  const locale = (await getLocale()) as Locale
  const table = readTableState(searchParams, {
    pathname: routes.operator.incidents(),
    sortable: [],
    defaultSort: 'started',
  })
  const zones = await showZones(ctx)
  const state = shownIncidentStates.find((each) => each === table.query.state)
  const zone = zones.find(({ code }) => code === table.query.zone)
  const { incidents, means } = await listIncidents(ctx, {
    ...(state && { states: [state] }),
    ...(zone && { zoneId: zone.id }),
  })
  const mean = (seconds: number | null) =>
    seconds === null ? t('meanNone') : formatDuration(Math.round(seconds), locale)
  const alone = await listLoneFailures(ctx)
  const mayAct = mayStaff(ctx, 'incident:act')
  return (
    <>
      <RefreshOn topics={['incidents', 'resources']} />
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        {...(mayAct && {
          actions: (
            <LinkButton variant="primary" href={routes.operator.newIncident()}>
              {t('open')}
            </LinkButton>
          ),
        })}
      />
      <div className="mb-4 grid grid-cols-2 gap-2.5 sm:grid-cols-3 sm:gap-4">
        <Stat label={t('meanDetect')} value={mean(means.detectSeconds)} note={t('meanNote')} />
        <Stat label={t('meanRepair')} value={mean(means.repairSeconds)} note={t('meanNote')} />
        <Stat label={t('count')} value={means.count} note={t('meanNote')} />
      </div>
      <Card padded={false}>
        <DataTable
          caption={t('title')}
          rows={incidents}
          rowKey={({ id }) => id}
          rowHref={({ id }) => routes.operator.incident(id)}
          state={table}
          toolbar={
            <FilterBar
              state={table}
              filters={[
                {
                  name: 'state',
                  label: t('column.state'),
                  options: shownIncidentStates.map((value) => ({ value, label: t(`state.${value}`) })),
                },
                {
                  name: 'zone',
                  label: t('column.zone'),
                  options: zones.map(({ code, name }) => ({ value: code, label: name })),
                },
              ]}
            />
          }
          empty={<p className="p-4.5 text-ink-2">{t('noneFound')}</p>}
          columns={[
            {
              id: 'title',
              header: t('column.incident'),
              cell: (incident) =>
                t('numbered', { number: incident.number, title: textInLocale(incident, 'title', locale) }),
            },
            {
              id: 'state',
              header: t('column.state'),
              cell: ({ state, repairedAt }) => <IncidentStatePill state={state} repairedAt={repairedAt} />,
              csv: (incident) => t(`state.${incident.state}`),
            },
            {
              id: 'severity',
              header: t('column.severity'),
              cell: ({ severity }) => <SeverityPill severity={severity} />,
              csv: ({ severity }) => t(`severity.${severity}`),
            },
            { id: 'zone', header: t('column.zone'), cell: (incident) => incident.zone ?? '–' },
            { id: 'domain', header: t('column.domain'), cell: ({ domain }) => t(`domain.${domain}`) },
            {
              id: 'resources',
              header: t('column.resources'),
              numeric: true,
              cell: ({ resources }) => resources,
            },
            {
              id: 'started',
              header: t('column.started'),
              cell: ({ startedAt }) => <Timestamp at={new Date(startedAt)} look="short" />,
            },
            {
              id: 'repaired',
              header: t('column.repaired'),
              cell: ({ repairedAt }) =>
                repairedAt ? <Timestamp at={new Date(repairedAt)} look="short" /> : t('notRepaired'),
            },
          ]}
        />
      </Card>
      {alone.length > 0 && <AloneCard failures={alone} />}
    </>
  )
})
