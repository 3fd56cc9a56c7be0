import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { signedInContext } from '~/app/_server/context'
import { defineSignedInPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { readTableState } from '~/components/table/table-state'
import { Callout } from '~/components/ui/display/callout'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { getHost, getPlaceName } from '~/lib/datacentre'
import { hostPermits, hostTones } from '~/lib/datacentre/client'
import { mayStaff } from '~/lib/identity'
import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { HostDialog } from '../../_components/host-dialog'
import { AllocationTable } from './_components/allocation-table'
import { CapacityCard } from './_components/capacity-card'
import { HistoryCard } from './_components/history-card'
import { HostMetrics } from './_components/host-metrics'
import { LabelsCard } from './_components/labels-card'
import { StateCard } from './_components/state-card'
import { changeHostStateAction, editHostAction, relabelHostAction } from './actions'

type Props = { params: Promise<{ host: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { host }] = [await getTranslations('inventory'), await params]
  return { title: await titleNaming(t('title'), async () => getPlaceName(await signedInContext(), host)) }
}

export default defineSignedInPage('operator', async ({ ctx, params, searchParams }) => {
  const t = await getTranslations('inventory')
  const locale = (await getLocale()) as Locale
  const { page } = readTableState(searchParams, {
    pathname: routes.operator.host(params.host ?? ''),
    sortable: [],
    defaultSort: 'createdAt',
  })
  const { host, place, zoneId, allocations, history } = await getHost(ctx, params.host ?? '', page)
  const mayChange = mayStaff(ctx, 'inventory:change')
  const tPlanning = await getTranslations('planning')
  const tLosses = await getTranslations('losses')
  const isDraining = host.state === 'draining'
  return (
    <>
      <PageHeader
        back={{ href: routes.operator.rack(host.rackId), label: t('rack', { name: place.rack }) }}
        title={<span className="font-mono">{host.name}</span>}
        state={
          <>
            {/* One that does not answer has no green mark. */}
            {!(host.unreachableSince && hostTones[host.state] === 'ok') && (
              <StatePill tone={hostTones[host.state]}>{t(`state.${host.state}`)}</StatePill>
            )}{' '}
            {host.unreachableSince && <StatePill tone="bad">{t('silent.pill')}</StatePill>}
          </>
        }
        actions={
          <>
            {(isDraining || hostPermits[host.state].mayBeDrained) && (
              <LinkButton size="sm" href={routes.operator.plan(zoneId, { what: 'drain', host: host.name })}>
                {tPlanning(isDraining ? 'drainFollow' : 'drainLink')}
              </LinkButton>
            )}
            {mayChange && host.state !== 'retired' && (
              <ClientMessages namespaces={['inventory']}>
                <HostDialog
                  action={editHostAction}
                  extra={{ hostId: host.id, rackId: host.rackId }}
                  host={host}
                />
              </ClientMessages>
            )}
          </>
        }
        lead={t(place.zone === place.site ? 'host.placeShort' : 'host.place', place)}
      />
      {host.unreachableSince && (
        <Callout
          tone="bad"
          title={t('silent.title')}
          className="mb-4"
          actions={
            <LinkButton size="sm" href={routes.operator.hostLoss(host.id)}>
              {tLosses('open')}
            </LinkButton>
          }
        >
          {t('silent.since')} <Timestamp at={new Date(host.unreachableSince)} />. {t('silent.text')}
        </Callout>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          <CapacityCard host={host} />
          <ClientMessages namespaces={['metrics']}>
            <HostMetrics host={host} />
          </ClientMessages>
          <AllocationTable host={host} allocations={allocations} searchParams={searchParams} />
        </div>
        <div className="grid min-w-0 gap-4">
          <ClientMessages namespaces={['errors', 'inventory']}>
            <StateCard
              host={host}
              since={t('host.since', { date: formatDateTime(new Date(host.stateChangedAt), locale) })}
              mayChange={mayChange}
              action={changeHostStateAction}
            />
            <LabelsCard host={host} mayChange={mayChange} action={relabelHostAction} />
          </ClientMessages>
          <HistoryCard history={history} />
        </div>
      </div>
    </>
  )
})
