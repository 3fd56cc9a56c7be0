'use client'
import { useTranslations } from 'next-intl'
import { lazy, type ReactNode } from 'react'
import { type VolumePage, volumeQuery } from '~/app/_client/compute'
import { VolumeStatePill } from '~/components/compute/instance-state'
import { PlacementList } from '~/components/compute/placement-list'
import { TransitionTable } from '~/components/compute/transition-table'
import { UsageTable } from '~/components/compute/usage-table'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { onDemand } from '~/components/ui/on-demand'
import { LatePart } from '~/components/ui/overlays/late-part'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { useQuery } from '~/components/ui/queries'
import type { ChangeWaits, CopyChoice } from '~/lib/ordering/client'
import type { BackupTarget, GrowthChoice, VolumeState } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { CommitmentView } from '~/lib/usage/client'
import { AttachmentCard } from './attachment-card'
import type { Rights } from './rights'
import { SnapshotsCard } from './snapshots-card'
import { useVolumeActions } from './use-volume-actions'
import { VolumeActions } from './volume-actions'
import { VolumeDanger } from './volume-danger'
import { VolumeFacts } from './volume-facts'

// Rendered in the browser only: a server-rendered button would ignore presses before its code loads.
const BackupsCard = onDemand(
  async () => (await import('./backups-card')).default,
  <div aria-hidden="true" className="card h-32" />,
)
// Shows the current time, so it is rendered in the browser only.
const TimelineCard = onDemand(
  async () => (await import('~/app/_client/timeline-card')).default,
  <div aria-hidden="true" className="card h-72" />,
)
// Most visits find a stable volume: load the cards for operations and ended volumes on demand.
const OperationCard = lazy(async () => ({
  default: (await import('~/components/compute/operation-card')).OperationCard,
}))
const WaitingChanges = lazy(async () => ({
  default: (await import('../../../_components/waiting-changes')).WaitingChanges,
}))
// Few volumes have a commitment.
const CommitmentCard = lazy(() => import('../../../commitments/_components/commitment-card'))
const EndedCallout = lazy(async () => ({ default: (await import('./ended-callout')).EndedCallout }))

/** No action is left except removal from the list, or restoring it. */
const endedStates: readonly VolumeState[] = ['failed', 'deleted', 'purging', 'purged']

type Props = {
  organisationId: string
  initial: VolumePage
  copyChoices: readonly CopyChoice[]
  growthChoices: readonly GrowthChoice[]
  backupTargets: readonly BackupTarget[]
  /** Waiting changes, and the amounts from which a change needs approval. */
  changeWaits: ChangeWaits
  /** Its commitment; null if hourly. */
  commitment: CommitmentView | null
  /** This month's availability against the objective. */
  level: ReactNode
  rights: Rights
}

/** A volume's page, which refreshes while an operation is running. */
export function VolumeScreen({
  organisationId,
  initial,
  copyChoices,
  growthChoices,
  backupTargets,
  changeWaits,
  commitment,
  level,
  rights,
}: Props) {
  const t = useTranslations('compute')
  const query = volumeQuery(organisationId, initial.volume.id)
  const { data } = useQuery({ ...query, initialData: initial })
  const act = useVolumeActions(organisationId, initial.volume.id, query.queryKey)
  const { volume, placement, transitions, usage, saga } = data
  useFocusRescue(`${volume.state} ${changeWaits.waiting.length}`)
  const hasEnded = endedStates.includes(volume.state)
  return (
    <>
      <PageHeader
        back={{ href: routes.org.volumes(organisationId), label: t('back.volumes') }}
        title={volume.name}
        reference={volume.id}
        state={
          <span role="status">
            <VolumeStatePill state={volume.state} health={volume.health} />
          </span>
        }
        actions={
          !hasEnded && (
            <VolumeActions
              volume={volume}
              growthChoices={growthChoices}
              waitsFrom={changeWaits.own}
              act={act}
              mayOperate={rights.operate}
            />
          )
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4">
          <LatePart>
            {changeWaits.waiting.length > 0 && (
              <WaitingChanges organisationId={organisationId} waiting={changeWaits.waiting} />
            )}
            {hasEnded && <EndedCallout volume={volume} act={act} rights={rights} />}
            {saga && saga.state !== 'succeeded' && <OperationCard saga={saga} />}
          </LatePart>
          {!hasEnded && (
            <AttachmentCard
              organisationId={organisationId}
              page={data}
              act={act}
              mayOperate={rights.operate}
            />
          )}
          {!hasEnded && (
            <SnapshotsCard
              organisationId={organisationId}
              page={data}
              copyChoices={copyChoices}
              waits={changeWaits}
              act={act}
              rights={rights}
            />
          )}
          {!hasEnded && (
            <BackupsCard
              organisationId={organisationId}
              page={data}
              targets={backupTargets}
              waits={changeWaits}
              act={act}
              rights={rights}
            />
          )}
          <TimelineCard organisationId={organisationId} resourceId={volume.id} />
          <Card title={t('usage.title')} note={t('usage.note')} padded={false}>
            <UsageTable lines={usage} caption={t('usage.title')} />
          </Card>
          <Card title={t('history.title')} padded={false}>
            <TransitionTable transitions={transitions} caption={t('history.title')} />
          </Card>
        </div>
        <div className="grid min-w-0 gap-4">
          <VolumeFacts organisationId={organisationId} volume={volume} />
          {volume.state !== 'failed' && (
            <Card title={t('placement.title')} padded={false}>
              <PlacementList placement={placement} />
            </Card>
          )}
          {commitment && !hasEnded && (
            <LatePart>
              <CommitmentCard organisationId={organisationId} commitment={commitment} />
            </LatePart>
          )}
          {level}
          <VolumeDanger
            volume={volume}
            act={act}
            rights={rights}
            exitCents={commitment && !commitment.isBeingLeft ? commitment.exit.cents : null}
          />
        </div>
      </div>
    </>
  )
}
