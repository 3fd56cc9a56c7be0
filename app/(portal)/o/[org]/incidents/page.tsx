import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { RefreshOn } from '~/app/_client/refresh-on'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { IncidentStatePill, MaintenanceStatePill } from '~/components/incidents/incident-pills'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { may } from '~/lib/identity'
import { listOwnIncidents, listOwnMaintenance, readCalendarStatus } from '~/lib/incidents'
import { textInLocale } from '~/lib/incidents/client'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { CalendarCard } from './_components/calendar-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('incidents.own'))('title') }
}

/** Past and coming incidents and maintenance of the organisation's resources. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('incidents')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const [incidents, maintenance, { since }] = [
    await listOwnIncidents(ctx),
    await listOwnMaintenance(ctx),
    await readCalendarStatus(ctx),
  ]
  const names = (touched: readonly { name: string }[]) => touched.map(({ name }) => name).join(', ')
  return (
    <>
      <RefreshOn topics={['incidents']} />
      <PageHeader title={t('own.title')} lead={t('own.lead')} />
      <div className="grid gap-4">
        <Card title={t('own.incidents')} padded={false}>
          <DataTable
            caption={t('own.incidents')}
            rows={incidents}
            rowKey={({ id }) => id}
            rowHref={({ id }) => routes.org.incident(organisationId, id)}
            empty={<p className="p-4.5 text-ink-2">{t('own.noIncident')}</p>}
            columns={[
              {
                id: 'title',
                header: t('column.incident'),
                cell: (incident) => textInLocale(incident, 'title', locale),
              },
              {
                id: 'state',
                header: t('column.state'),
                isEnd: true,
                cell: ({ state, repairedAt }) => <IncidentStatePill state={state} repairedAt={repairedAt} />,
                csv: ({ state }) => t(`state.${state}`),
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
              {
                id: 'resources',
                header: t('own.resources'),
                cell: ({ touched }) => names(touched),
              },
            ]}
          />
        </Card>
        <Card title={t('maintenance.title')} padded={false} id="maintenance">
          <DataTable
            caption={t('maintenance.title')}
            rows={maintenance}
            rowKey={({ id }) => id}
            empty={<p className="p-4.5 text-ink-2">{t('own.noMaintenance')}</p>}
            columns={[
              {
                id: 'title',
                header: t('column.work'),
                cell: (window) => (
                  <>
                    {textInLocale(window, 'title', locale)}
                    <span className="block text-sm text-ink-2">
                      {textInLocale(window, 'description', locale)}
                    </span>
                  </>
                ),
                csv: (window) => textInLocale(window, 'title', locale),
              },
              {
                id: 'state',
                header: t('column.state'),
                isEnd: true,
                cell: ({ state }) => <MaintenanceStatePill state={state} />,
                csv: ({ state }) => t(`maintenanceState.${state}`),
              },
              {
                id: 'start',
                header: t('column.start'),
                cell: ({ startsAt }) => <Timestamp at={new Date(startsAt)} look="short" />,
              },
              {
                id: 'end',
                header: t('column.end'),
                cell: ({ endsAt }) => <Timestamp at={new Date(endsAt)} look="short" />,
              },
              {
                id: 'resources',
                header: t('own.resources'),
                cell: ({ touched }) => names(touched),
              },
            ]}
          />
        </Card>
        <ClientMessages namespaces={['incidents.calendar']}>
          <CalendarCard
            organisationId={organisationId}
            since={since}
            refusal={may(ctx, 'webhook:manage') ? undefined : t('calendar.mayNot')}
          />
        </ClientMessages>
      </div>
    </>
  )
})
