'use client'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { TransitionTable } from '~/components/compute/transition-table'
import { UsageTable } from '~/components/compute/usage-table'
import { Card } from '~/components/ui/display/card'
import type { TabProps } from './tab-props'

// Shows the current time, so it is rendered in the browser only.
const TimelineCard = dynamic(() => import('~/app/_client/timeline-card'), {
  ssr: false,
  loading: () => <div aria-hidden="true" className="card h-72" />,
})

/** What happened to the server, and what it cost this month, line by line. */
export default function HistoryTab({ organisationId, page }: TabProps) {
  const t = useTranslations('compute')
  const { instance, usage, transitions } = page
  return (
    <div className="grid min-w-0 gap-4">
      <TimelineCard organisationId={organisationId} resourceId={instance.id} />
      <Card title={t('usage.title')} note={t('usage.note')} padded={false}>
        <UsageTable lines={usage} caption={t('usage.title')} />
      </Card>
      <Card title={t('history.title')} padded={false}>
        <TransitionTable transitions={transitions} caption={t('history.title')} />
      </Card>
    </div>
  )
}
