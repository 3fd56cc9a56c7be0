import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { statusHostHeader } from '~/app/_server/proxy/status-host'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { showStatus } from '~/lib/incidents'
import { isLiveIncident } from '~/lib/incidents/client'
import { readVariable } from '~/lib/kernel/configuration/read'
import { routes } from '~/lib/routes'
import { IncidentCard } from './_components/incident-card'
import { MaintenanceCard } from './_components/maintenance-card'
import { RefreshNow } from './_components/refresh-now'
import { ServiceDays } from './_components/service-days'
import { SubscribeForm } from './_components/subscribe-form'

/** Older data is shown as the last known state. */
const freshMs = 60_000

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('status')
  return {
    title: t('title'),
    description: t('lead'),
    alternates: { types: { 'application/atom+xml': routes.statusFeed() } },
  }
}

/** The public status page, which also works while the database is down. */
export default definePublicPage('portal', async ({ ctx }) => {
  const t = await getTranslations('status')
  const status = await showStatus(ctx)
  // On the page's own host nothing can be posted: the mail subscription links to the customers' site.
  const isOnOwnHost = (await headers()).has(statusHostHeader)
  const portalPage = new URL(routes.status(), readVariable('PORTAL_URL') ?? 'http://localhost').toString()
  if (!status) return <EmptyState title={t('nothing.title')}>{t('nothing.text')}</EmptyState>
  const current = status.incidents.filter(({ state }) => isLiveIncident(state))
  const past = status.incidents.filter(({ state }) => !isLiveIncident(state))
  const isFresh = ctx.now.getTime() - Date.parse(status.asOf) < freshMs
  const downServices = status.services.filter(({ isDown }) => isDown)
  const isCalm = current.length === 0 && downServices.length === 0
  return (
    <>
      <RefreshNow />
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="grid gap-5">
        {isFresh ? (
          <Callout tone={isCalm ? 'ok' : 'bad'} title={t(isCalm ? 'calm' : 'disturbed')}>
            {t.rich('asOf', { at: () => <Timestamp at={new Date(status.asOf)} /> })}
          </Callout>
        ) : (
          <Callout tone="warn" title={t('stale')}>
            {t.rich('staleText', { at: () => <Timestamp at={new Date(status.asOf)} /> })}
          </Callout>
        )}
        {current.map((incident) => (
          <IncidentCard key={incident.id} incident={incident} />
        ))}
        <Card title={t('services')} note={t('servicesNote')}>
          <div className="grid gap-6">
            {status.services.map((service) => (
              <ServiceDays key={service.id} service={service} />
            ))}
            <p className="text-sm text-ink-2">{t('counted')}</p>
          </div>
        </Card>
        <MaintenanceCard windows={status.maintenance} services={status.services} />
        <section className="grid gap-3" aria-labelledby="past">
          <h2 id="past" className="text-xl">
            {t('past')}
          </h2>
          {past.length === 0 && <p className="text-ink-2">{t('noPast')}</p>}
          {past.map((incident) => (
            <IncidentCard key={incident.id} incident={incident} />
          ))}
        </section>
        <Card title={t('subscribe.title')}>
          <div className="grid gap-4">
            <p className="text-ink-2">
              {t('subscribe.text')}{' '}
              <a href={routes.statusFeed()} className="font-medium text-brand underline">
                {t('subscribe.feed')}
              </a>
            </p>
            {isOnOwnHost ? (
              <LinkButton className="w-fit" href={portalPage}>
                {t('subscribe.there')}
              </LinkButton>
            ) : (
              <ClientMessages namespaces={['status.subscribe']}>
                <SubscribeForm />
              </ClientMessages>
            )}
          </div>
        </Card>
      </div>
    </>
  )
})
