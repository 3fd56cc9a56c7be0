import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { RefreshOn } from '~/app/_client/refresh-on'
import { defineSignedInPage } from '~/app/_server/define-page'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { Stat } from '~/components/ui/display/stat'
import { LinkButton } from '~/components/ui/links/link-button'
import { listPendingDecisions, readBillingAttention } from '~/lib/billing'
import { listInventory } from '~/lib/datacentre'
import { zoneDisplayState } from '~/lib/datacentre/client'
import { mayStaff } from '~/lib/identity'
import { listIncidents, listLoneFailures, listMaintenanceAtHand } from '~/lib/incidents'
import { isLiveIncident, shownIncidentStates } from '~/lib/incidents/client'
import { formatDuration, type Locale } from '~/lib/kernel/text/format'
import { readCases } from '~/lib/moderation'
import { listForecastAlerts } from '~/lib/relocation'
import { listFailedJobs, listSagas, listSilentHosts } from '~/lib/resources'
import { listSagasInput } from '~/lib/resources/schema'
import { routes } from '~/lib/routes'
import { listWorkers } from '~/lib/sagas'
import { readServiceCreditDesk } from '~/lib/sla'
import { countTicketsToAnswer, listLateTickets } from '~/lib/support'
import {
  AwaitedDecisionsCard,
  IncidentsCard,
  LateTicketsCard,
  LoneFailuresCard,
  MaintenanceCard,
  SilentHostsCard,
} from './_home/attention-cards'
import { BillingFigures } from './_home/billing-figures'
import { ForecastCard } from './_home/forecast-card'
import { StatLink } from './_home/stat-link'
import { ZonesCard } from './_home/zones-card'
import { describeCase } from './moderation/_components/describe-case'
import { QueueList } from './moderation/_components/queue-list'

const shownMax = 5
const liveStates = shownIncidentStates.filter(isLiveIncident)

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.home'))('title') }
}

/** Open decisions and the state of the estate; each person sees what their roles allow. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('moderation.home')
  const locale = (await getLocale()) as Locale
  const maySeeOperations = mayStaff(ctx, 'operations:read')
  const maySeeIncidents = mayStaff(ctx, 'incident:inspect')
  const maySeeBilling = mayStaff(ctx, 'billing:inspect')
  const maySeeTickets = mayStaff(ctx, 'support:inspect')
  const [
    queue,
    zones,
    sagas,
    jobs,
    workers,
    alerts,
    failing,
    work,
    lateTickets,
    tickets,
    billing,
    credits,
    awaited,
    silent,
    alone,
  ] = await Promise.all([
    mayStaff(ctx, 'moderation:read') ? readCases(ctx, { part: 'waiting', kind: null, assigned: null }) : null,
    mayStaff(ctx, 'inventory:read') ? listInventory(ctx) : null,
    maySeeOperations ? listSagas(ctx, listSagasInput.parse({ state: 'parked' })) : null,
    maySeeOperations ? listFailedJobs(ctx) : null,
    maySeeOperations ? listWorkers(ctx) : null,
    mayStaff(ctx, 'inventory:read') ? listForecastAlerts(ctx) : [],
    maySeeIncidents ? listIncidents(ctx, { states: liveStates }) : null,
    maySeeIncidents ? listMaintenanceAtHand(ctx) : [],
    maySeeTickets ? listLateTickets(ctx) : [],
    maySeeTickets ? countTicketsToAnswer(ctx) : null,
    maySeeBilling ? readBillingAttention(ctx) : null,
    maySeeBilling ? readServiceCreditDesk(ctx, { period: null, state: 'awaiting_confirmation' }) : null,
    mayStaff(ctx, 'billing:settle') ? listPendingDecisions(ctx) : [],
    mayStaff(ctx, 'inventory:read') ? listSilentHosts(ctx) : [],
    maySeeIncidents ? listLoneFailures(ctx) : [],
  ])
  const waited = (since: string) => formatDuration((ctx.now.getTime() - Date.parse(since)) / 1000, locale)
  const c = await getTranslations('cases')
  const s = await getTranslations('support.desk')
  const oldest = queue?.entries[0]?.openedAt
  const inService = zones?.filter((zone) => zoneDisplayState(zone) === 'in_service').length ?? 0
  return (
    <>
      <RefreshOn topics={['operations', 'incidents', 'orders']} />
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="grid gap-5">
        <div className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
          {queue && (
            <StatLink href={routes.operator.moderation()}>
              <Stat
                label={t('queue')}
                value={queue.counts
                  .filter(({ part }) => part === 'waiting')
                  .reduce((sum, { count }) => sum + count, 0)}
                note={oldest ? t('oldest', { wait: waited(oldest) }) : t('nobody')}
              />
            </StatLink>
          )}
          {zones && (
            <StatLink href={routes.operator.inventory()}>
              <Stat
                label={t('zones')}
                value={inService}
                note={t('ofTotal', { total: zones.length })}
                {...(inService < zones.length && { tone: 'bad' as const })}
              />
            </StatLink>
          )}
          {sagas && (
            <StatLink href={routes.operator.sagas()}>
              <Stat
                label={t('sagas')}
                value={sagas.total}
                note={sagas.total > 0 ? t('sagasNote') : t('sagasNone')}
                {...(sagas.total > 0 && { tone: 'bad' as const })}
              />
            </StatLink>
          )}
          {jobs && (
            <StatLink href={routes.operator.jobs()}>
              <Stat
                label={t('jobs')}
                value={jobs.length}
                note={t(workers?.isFailing ? 'jobsStuck' : jobs.length > 0 ? 'jobsNote' : 'jobsNone')}
                {...((jobs.length > 0 || workers?.isFailing) && { tone: 'bad' as const })}
              />
            </StatLink>
          )}
          {tickets !== null && (
            <StatLink href={routes.operator.tickets()}>
              <Stat
                label={s('toAnswer')}
                value={tickets}
                note={s('toAnswerNote', { count: lateTickets.length })}
                {...(lateTickets.length > 0 && { tone: 'bad' as const })}
              />
            </StatLink>
          )}
          {billing && <BillingFigures billing={billing} waitingCredits={credits?.credits.length ?? 0} />}
        </div>
        <SilentHostsCard hosts={silent} />
        <IncidentsCard incidents={failing?.incidents ?? []} />
        <LoneFailuresCard failures={alone} />
        <AwaitedDecisionsCard decisions={awaited} />
        <LateTicketsCard tickets={lateTickets} />
        {queue && queue.entries.length > 0 && (
          <Card
            title={t('waiting')}
            actions={
              <LinkButton size="sm" variant="primary" href={routes.operator.moderation()}>
                {t('open')}
              </LinkButton>
            }
            padded={false}
          >
            <QueueList
              bare
              items={queue.entries.slice(0, shownMax).map((entry) => ({
                id: entry.id,
                title: entry.organisation,
                detail: describeCase(c, entry, locale),
                waited: waited(entry.openedAt),
                isLate: entry.isLate,
                assigned: entry.assigned?.name ?? null,
                href: routes.operator.moderation({ case: entry.id }),
                isCurrent: false,
              }))}
            />
          </Card>
        )}
        <MaintenanceCard windows={work} />
        <ForecastCard alerts={alerts} />
        {zones && zones.length > 0 && <ZonesCard zones={zones} />}
      </div>
    </>
  )
})
