'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { lazy, type ReactNode } from 'react'
import { type InstancePage, instanceQuery } from '~/app/_client/compute'
import { InstanceStatePill } from '~/components/compute/instance-state'
import { PlacementList } from '~/components/compute/placement-list'
import { TransitionTable } from '~/components/compute/transition-table'
import { UsageTable } from '~/components/compute/usage-table'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LatePart } from '~/components/ui/overlays/late-part'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { ChangeWaits, CopyAccess, ServerChoice } from '~/lib/ordering/client'
import type { InstanceState, ProbeView, ResizeChoice } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { CommitmentView } from '~/lib/usage/client'
import { AttachmentsCard } from './attachments-card'
import { ConnectCard } from './connect-card'
import { DangerCard } from './danger-card'
import { FactsCard } from './facts-card'
import { InstanceActions } from './instance-actions'
import type { Rights } from './rights'
import { useInstanceActions } from './use-instance-actions'

// Most visits find a stable server: load the cards for operations and ended servers on demand.
const OperationCard = lazy(async () => ({
  default: (await import('~/components/compute/operation-card')).OperationCard,
}))
const MetricsCard = lazy(() => import('~/app/_client/metrics-card'))
// Rendered in the browser only: a server-rendered button would ignore presses before its code loads.
const SnapshotsCard = dynamic(() => import('./snapshots-card'), {
  ssr: false,
  loading: () => <div aria-hidden="true" className="card h-32" />,
})
// Shows the current time, so it is rendered in the browser only.
const TimelineCard = dynamic(() => import('~/app/_client/timeline-card'), {
  ssr: false,
  loading: () => <div aria-hidden="true" className="card h-72" />,
})
const ProbesCard = dynamic(() => import('./probes-card'), {
  ssr: false,
  loading: () => <div aria-hidden="true" className="card h-32" />,
})
// Few servers have a commitment.
const CommitmentCard = lazy(() => import('../../../commitments/_components/commitment-card'))
const WaitingChanges = lazy(async () => ({
  default: (await import('../../../_components/waiting-changes')).WaitingChanges,
}))
const NetworksCard = dynamic(() => import('./networks-card'), {
  ssr: false,
  loading: () => <div aria-hidden="true" className="card h-32" />,
})
// Few servers are in a pool.
const BalancersCard = lazy(() => import('./balancers-card'))
const RescueCard = lazy(() => import('./rescue-card'))
// Few servers have user data.
const UserDataCard = lazy(() => import('./user-data-card'))
const PlacementRules = lazy(() => import('./placement-rules'))
const LostCallout = lazy(() => import('./lost-callout'))
const LastCopiesCard = lazy(() => import('./last-copies-card'))
const EndedCallout = lazy(async () => ({ default: (await import('./ended-callout')).EndedCallout }))

/** States in which the server is reachable only through its rescue system. */
const rescueStates: readonly InstanceState[] = ['entering_rescue', 'in_rescue', 'leaving_rescue']

/** Its host is lost: it exists nowhere until it has started elsewhere. */
const lostStates: readonly InstanceState[] = ['lost', 'recovering']

/** No action is left except removal from the list, or restoring it. */
const endedStates: readonly InstanceState[] = ['failed', 'deleted', 'purging', 'purged']

type Props = {
  organisationId: string
  initial: InstancePage
  resizeChoices: readonly ResizeChoice[]
  serverChoices: readonly ServerChoice[]
  copyAccess: CopyAccess
  /** Waiting changes, and the amounts from which a change needs approval. */
  changeWaits: ChangeWaits
  /** Its commitment; null if hourly. */
  commitment: CommitmentView | null
  /** Outgoing traffic of the month; computed hourly, so it does not refresh with the page. */
  traffic: ReactNode
  /** False also for members who do not operate the server. */
  hasUserData: boolean
  /** The customer's probes, run every minute. */
  probes: readonly ProbeView[]
  /** This month's availability against the objective. */
  level: ReactNode
  rights: Rights
}

/** A server's page, which refreshes while an operation is running. */
export function InstanceScreen({
  organisationId,
  initial,
  resizeChoices,
  serverChoices,
  copyAccess,
  changeWaits,
  commitment,
  traffic,
  hasUserData,
  probes,
  level,
  rights,
}: Props) {
  const t = useTranslations('compute')
  const query = instanceQuery(organisationId, initial.instance.id)
  const { data } = useQuery({ ...query, initialData: initial })
  const act = useInstanceActions(organisationId, initial.instance.id, query.queryKey)
  const { instance, placement, transitions, usage, saga } = data
  const waiting = changeWaits.waiting.length
  useFocusRescue(`${instance.state} ${data.volumes.length} ${data.attachable.length} ${waiting}`)
  const hasEnded = endedStates.includes(instance.state)
  const isLost = lostStates.includes(instance.state)
  const isInRescue = rescueStates.includes(instance.state)
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
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4">
          <LatePart>
            {changeWaits.waiting.length > 0 && (
              <WaitingChanges organisationId={organisationId} waiting={changeWaits.waiting} />
            )}
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
          {!hasEnded && !isInRescue && !isLost && (
            <ConnectCard
              organisationId={organisationId}
              page={data}
              rights={rights}
              queryKey={query.queryKey}
            />
          )}
          {(isInRescue || instance.state === 'stopped') && (
            <LatePart>
              <RescueCard organisationId={organisationId} instance={instance} act={act} rights={rights} />
            </LatePart>
          )}
          {!hasEnded && !isLost && (
            <NetworksCard organisationId={organisationId} page={data} mayOperate={rights.operate} />
          )}
          {!hasEnded && (
            <AttachmentsCard organisationId={organisationId} page={data} mayOperate={rights.operate} />
          )}
          {!hasEnded && !isLost && (
            <SnapshotsCard
              organisationId={organisationId}
              page={data}
              queryKey={query.queryKey}
              choices={serverChoices}
              copyAccess={copyAccess}
              waitsFrom={changeWaits.kept}
              rights={rights}
            />
          )}
          {!hasEnded && !isLost && (
            <LatePart fallback={<div aria-hidden="true" className="card h-128" />}>
              <MetricsCard
                source={{ kind: 'instance', organisationId, id: instance.id }}
                limits={{
                  processors: instance.bundle.vcpu,
                  memoryMib: instance.bundle.memoryMib,
                  diskGib: instance.bundle.rootDiskGib,
                }}
              />
            </LatePart>
          )}
          <TimelineCard organisationId={organisationId} resourceId={instance.id} />
          {!hasEnded && (
            <ProbesCard
              organisationId={organisationId}
              instanceId={instance.id}
              probes={probes}
              mayOperate={rights.operate}
            />
          )}
          <Card title={t('usage.title')} note={t('usage.note')} padded={false}>
            <UsageTable lines={usage} caption={t('usage.title')} />
          </Card>
          {traffic}
          {hasUserData && (
            <LatePart>
              <UserDataCard organisationId={organisationId} instanceId={instance.id} />
            </LatePart>
          )}
          <Card title={t('history.title')} padded={false}>
            <TransitionTable transitions={transitions} caption={t('history.title')} />
          </Card>
        </div>
        <div className="grid min-w-0 gap-4">
          <FactsCard
            organisationId={organisationId}
            instance={instance}
            publicAddresses={data.publicAddresses}
            firstBoot={data.firstBoot}
          />
          {data.balancers.length > 0 && (
            <LatePart>
              <BalancersCard organisationId={organisationId} balancers={data.balancers} />
            </LatePart>
          )}
          {instance.state !== 'failed' && (
            <Card title={t('placement.title')} padded={false}>
              <PlacementList placement={placement} />
              {placement && placement.rules.length > 0 && !hasEnded && (
                <LatePart>
                  <PlacementRules page={data} act={act} mayOperate={rights.operate} />
                </LatePart>
              )}
            </Card>
          )}
          {!hasEnded && !isLost && (
            <LatePart fallback={<div aria-hidden="true" className="card h-32" />}>
              <LastCopiesCard organisationId={organisationId} copies={data.copies} />
            </LatePart>
          )}
          {commitment && !hasEnded && (
            <LatePart>
              <CommitmentCard organisationId={organisationId} commitment={commitment} />
            </LatePart>
          )}
          {level}
          <DangerCard
            page={data}
            act={act}
            rights={rights}
            exitCents={commitment && !commitment.isBeingLeft ? commitment.exit.cents : null}
          />
        </div>
      </div>
    </>
  )
}
