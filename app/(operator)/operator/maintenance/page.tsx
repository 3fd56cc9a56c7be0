import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { MaintenanceStatePill } from '~/components/incidents/incident-pills'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { mayStaff } from '~/lib/identity'
import { listMaintenanceWindows } from '~/lib/incidents'
import { textInLocale } from '~/lib/incidents/client'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('incidents.maintenance'))('title') }
}

/** Announced, current and past maintenance in all zones. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('incidents')
  const locale = (await getLocale()) as Locale
  const windows = await listMaintenanceWindows(ctx)
  const announce = mayStaff(ctx, 'incident:act') && (
    <LinkButton variant="primary" href={routes.operator.newMaintenance()}>
      {t('maintenance.announce')}
    </LinkButton>
  )
  return (
    <>
      <PageHeader title={t('maintenance.title')} lead={t('maintenance.lead')} actions={announce} />
      {windows.length === 0 ? (
        <EmptyState icon="clock" title={t('maintenance.empty.title')}>
          {t('maintenance.empty.text')}
        </EmptyState>
      ) : (
        <Card padded={false}>
          <DataTable
            caption={t('maintenance.title')}
            rows={windows}
            rowKey={({ id }) => id}
            rowHref={({ id }) => routes.operator.maintenanceWindow(id)}
            columns={[
              {
                id: 'title',
                header: t('column.work'),
                cell: (window) => textInLocale(window, 'title', locale),
              },
              {
                id: 'state',
                header: t('column.state'),
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
                id: 'place',
                header: t('column.domain'),
                cell: ({ domain, place }) => `${t(`domain.${domain}`)} ${place}`,
              },
              {
                id: 'notice',
                header: t('column.notice'),
                cell: ({ isInTime }) => t(isInTime ? 'maintenance.inTime' : 'maintenance.tooLate'),
              },
              {
                id: 'resources',
                header: t('column.resources'),
                numeric: true,
                cell: ({ resources }) => resources,
              },
            ]}
          />
        </Card>
      )}
    </>
  )
})
