'use client'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { instanceQuery } from '~/app/_client/compute'
import { InstanceStatePill } from '~/components/compute/instance-state'
import { Callout } from '~/components/ui/display/callout'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TabsInPage } from '~/components/ui/links/tabs-in-page'
import { LatePart } from '~/components/ui/overlays/late-part'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { useQuery } from '~/components/ui/queries'
import { endedInstanceStates, type InstanceState } from '~/lib/resources/client'
import { type InstanceTab, instanceTabs, routes } from '~/lib/routes'
import { InstanceActions } from './instance-actions'
import { OverviewTab } from './overview-tab'
import type { InstanceProps } from './tab-props'
import { useInstanceActions } from './use-instance-actions'

// Loaded when their tab is shown.
const tabParts = {
  storage: lazy(() => import('./storage-tab')),
  network: lazy(() => import('./network-tab')),
  metrics: lazy(() => import('./metrics-tab')),
  history: lazy(() => import('./history-tab')),
}
// Most visits find a stable server: load the cards for operations and ended servers on demand.
const OperationCard = lazy(async () => ({
  default: (await import('~/components/compute/operation-card')).OperationCard,
}))
const WaitingChanges = lazy(async () => ({
  default: (await import('../../../_components/waiting-changes')).WaitingChanges,
}))
const LostCallout = lazy(() => import('./lost-callout'))
const EndedCallout = lazy(async () => ({ default: (await import('./ended-callout')).EndedCallout }))

/** States in which the server is reachable only through its rescue system. */
const rescueStates: readonly InstanceState[] = ['entering_rescue', 'in_rescue', 'leaving_rescue']

/** Its host is lost: it exists nowhere until it has started elsewhere. */
const lostStates: readonly InstanceState[] = ['lost', 'recovering']

/** What is left of a server that has ended. */
const endedTabs: readonly InstanceTab[] = ['history']

/** A server's page: a summary, and the rest in tabs. Refreshes while an operation is running. */
export function InstanceScreen(props: InstanceProps) {
  const { organisationId, initial, resizeChoices, changeWaits, rights } = props
  const t = useTranslations('compute')
  const wanted = useSearchParams().get('tab')
  const query = instanceQuery(organisationId, initial.instance.id)
  const { data } = useQuery({ ...query, initialData: initial })
  const act = useInstanceActions(organisationId, initial.instance.id, query.queryKey)
  const { instance, transitions, saga } = data
  const waiting = changeWaits.waiting.length
  useFocusRescue(`${instance.state} ${data.volumes.length} ${data.attachable.length} ${waiting}`)
  const hasEnded = endedInstanceStates.includes(instance.state)
  const isLost = lostStates.includes(instance.state)
  const shown = hasEnded ? endedTabs : instanceTabs
  const tab = shown.find((each) => each === wanted) ?? null
  const Tab = tab === null ? OverviewTab : tabParts[tab]
  return (
    <>
      <PageHeader
        back={{ href: routes.org.instances(organisationId), label: t('back.instances') }}
        title={instance.name}
        reference={instance.id}
        state={
          <span role="status">
            <InstanceStatePill state={instance.state} health={instance.health} />
          </span>
        }
        actions={
          !hasEnded && (
            <InstanceActions
              instance={instance}
              balancers={data.balancers}
              act={act}
              resizeChoices={resizeChoices}
              waitsFrom={changeWaits.own}
              mayOperate={rights.operate}
            />
          )
        }
      />
      {instance.health && (
        <Callout tone="bad" title={t('health.title')} className="mb-4" live>
          {t.rich(`health.by.${instance.health.by}`, {
            at: () => <Timestamp at={new Date(instance.health?.since ?? '')} />,
          })}
        </Callout>
      )}
      <div className="grid min-w-0 gap-4 not-empty:mb-4">
        <LatePart>
          {waiting > 0 && <WaitingChanges organisationId={organisationId} waiting={changeWaits.waiting} />}
          {isLost && <LostCallout instance={instance} copies={data.copies} transitions={transitions} />}
          {hasEnded && (
            <EndedCallout
              organisationId={organisationId}
              instance={instance}
              saga={saga}
              act={act}
              rights={rights}
            />
          )}
          {saga && saga.state !== 'succeeded' && <OperationCard saga={saga} />}
        </LatePart>
      </div>
      <TabsInPage
        label={t('tabs.title', { name: instance.name })}
        current={tab ?? 'overview'}
        tabs={[
          {
            key: 'overview',
            href: routes.org.instance(organisationId, instance.id),
            label: t('tabs.overview'),
          },
          ...shown.map((key) => ({
            key,
            href: routes.org.instance(organisationId, instance.id, { tab: key }),
            label: t(`tabs.${key}`),
          })),
        ]}
      />
      <LatePart fallback={<div aria-hidden="true" className="card h-128" />}>
        <Tab
          {...props}
          page={data}
          queryKey={query.queryKey}
          act={act}
          hasEnded={hasEnded}
          isLost={isLost}
          isInRescue={rescueStates.includes(instance.state)}
        />
      </LatePart>
    </>
  )
}
