'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { PlacementList } from '~/components/compute/placement-list'
import { TransitionTable } from '~/components/compute/transition-table'
import { UsageTable } from '~/components/compute/usage-table'
import { Card } from '~/components/ui/display/card'
import { onDemand } from '~/components/ui/on-demand'
import { LatePart } from '~/components/ui/overlays/late-part'
import type { TabProps } from './tab-props'

// Shows the current time, so it is rendered in the browser only.
const TimelineCard = onDemand(
  async () => (await import('~/app/_client/timeline-card')).default,
  <div aria-hidden="true" className="card h-72" />,
)

// Few servers have a commitment or rules.
const CommitmentCard = lazy(() => import('../../../commitments/_components/commitment-card'))
const PlacementRules = lazy(() => import('./placement-rules'))

/** What happened to the server, what it cost this month, its commitment, and where it was placed. */
export default function HistoryTab({
  organisationId,
  page,
  commitment,
  traffic,
  act,
  rights,
  hasEnded,
}: TabProps) {
  const t = useTranslations('compute')
  const { instance, placement, usage, transitions } = page
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid min-w-0 gap-4">
        <TimelineCard organisationId={organisationId} resourceId={instance.id} />
        <Card title={t('usage.title')} note={t('usage.note')} padded={false}>
          <UsageTable lines={usage} caption={t('usage.title')} />
        </Card>
        {hasEnded && traffic}
        <Card title={t('history.title')} padded={false}>
          <TransitionTable transitions={transitions} caption={t('history.title')} />
        </Card>
      </div>
      <div className="grid min-w-0 gap-4">
        {commitment && !hasEnded && (
          <LatePart>
            <CommitmentCard organisationId={organisationId} commitment={commitment} />
          </LatePart>
        )}
        {instance.state !== 'failed' && (
          <Card title={t('placement.title')} padded={false}>
            <PlacementList placement={placement} />
            {placement && placement.rules.length > 0 && !hasEnded && (
              <LatePart>
                <PlacementRules page={page} act={act} mayOperate={rights.operate} />
              </LatePart>
            )}
          </Card>
        )}
      </div>
    </div>
  )
}
