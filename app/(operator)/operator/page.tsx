import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { Card } from '~/components/ui/card'
import { LinkButton } from '~/components/ui/link-button'
import { PageHeader } from '~/components/ui/page-header'
import { Stat } from '~/components/ui/stat'
import { showZones } from '~/lib/catalogue'
import { mayStaff, readModerationQueue } from '~/lib/identity'
import { formatDuration, type Locale } from '~/lib/kernel/format'
import { listFailedJobs, listSagas } from '~/lib/provisioning'
import { listSagasInput } from '~/lib/provisioning/schema'
import { routes } from '~/lib/routes'
import { QueueList } from './moderation/_components/queue-list'

const shownMax = 5

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.home'))('title') }
}

/** What waits for a person and the state of the estate; each person sees what its roles may open. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('moderation.home')
  const locale = (await getLocale()) as Locale
  const maySeeOperations = mayStaff(ctx, 'operations:read')
  const [queue, zones, sagas, jobs] = await Promise.all([
    mayStaff(ctx, 'moderation:read') ? readModerationQueue(ctx, 'pending') : null,
    showZones(ctx),
    maySeeOperations ? listSagas(ctx, listSagasInput.parse({ state: 'parked' })) : null,
    maySeeOperations ? listFailedJobs(ctx) : null,
  ])
  const waited = (since: string) => formatDuration((ctx.now.getTime() - Date.parse(since)) / 1000, locale)
  const oldest = queue?.pending.oldestAt
  const inService = zones.filter((zone) => zone.state === 'in_service').length
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="grid gap-5">
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
          {queue && (
            <Stat
              label={t('queue')}
              value={queue.pending.waiting}
              note={oldest ? t('oldest', { wait: waited(oldest) }) : t('nobody')}
            />
          )}
          <Stat
            label={t('zones')}
            value={inService}
            note={t('ofTotal', { total: zones.length })}
            {...(inService < zones.length && { tone: 'bad' as const })}
          />
          {sagas && (
            <Stat
              label={t('sagas')}
              value={sagas.total}
              note={sagas.total > 0 ? t('sagasNote') : t('sagasNone')}
              {...(sagas.total > 0 && { tone: 'bad' as const })}
            />
          )}
          {jobs && (
            <Stat
              label={t('jobs')}
              value={jobs.length}
              note={jobs.length > 0 ? t('jobsNote') : t('jobsNone')}
              {...(jobs.length > 0 && { tone: 'bad' as const })}
            />
          )}
        </div>
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
                legalName: entry.legalName,
                kind: entry.kind,
                waited: waited(entry.submittedAt),
                href: routes.operator.moderation(entry.id),
                isCurrent: false,
              }))}
            />
          </Card>
        )}
      </div>
    </>
  )
})
