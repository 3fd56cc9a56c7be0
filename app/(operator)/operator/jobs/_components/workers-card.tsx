'use client'
import { useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { Disclosure } from '~/components/ui/display/disclosure'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { WorkerState, WorkersView, WorkerView } from '~/lib/sagas/client'

const tones: Record<WorkerState, Tone> = { working: 'ok', queue_failed: 'bad', silent: 'bad' }

/** The worker processes with the state of their queues. */
export function WorkersCard({ view }: { view: WorkersView }) {
  const t = useTranslations('operations.workers')
  const columns: Column<WorkerView>[] = [
    {
      id: 'worker',
      header: t('column.worker'),
      cell: (worker) => <code className="font-mono text-sm wrap-anywhere">{worker.workerId}</code>,
    },
    {
      id: 'state',
      header: t('column.state'),
      cell: (worker) => <StatePill tone={tones[worker.state]}>{t(`state.${worker.state}`)}</StatePill>,
    },
    {
      id: 'taken',
      header: t('column.taken'),
      cell: ({ lastTakenAt }) => (lastTakenAt ? <RelativeTime at={new Date(lastTakenAt)} /> : t('never')),
    },
    {
      id: 'assigned',
      header: t('column.assigned'),
      cell: ({ sweepers, zones }) => (
        <>
          {sweepers.length === 0 ? (
            t('assigned', { count: 0 })
          ) : (
            <Disclosure summary={t('assigned', { count: sweepers.length })}>
              <span className="block max-w-lg min-w-64 whitespace-normal text-sm text-ink-2">
                {sweepers.join(', ')}
              </span>
            </Disclosure>
          )}
          {zones.length > 0 && (
            <span className="text-sm text-ink-2">{t('zones', { zones: zones.join(', ') })}</span>
          )}
        </>
      ),
    },
    {
      id: 'seen',
      header: t('column.seen'),
      cell: (worker) => <RelativeTime at={new Date(worker.seenAt)} />,
    },
    {
      id: 'started',
      header: t('column.started'),
      hideable: true,
      cell: (worker) => <RelativeTime at={new Date(worker.startedAt)} />,
    },
  ]
  return (
    <div className="grid gap-4">
      {view.isFailing && view.oldestDueAt && (
        <Callout tone="bad" title={t('failing')}>
          {t.rich('failingText', { at: () => <RelativeTime at={new Date(view.oldestDueAt ?? 0)} /> })}
        </Callout>
      )}
      <Card title={t('title')} note={t('lead')} padded={false}>
        {view.workers.length === 0 ? (
          <p className="px-4.5 py-3 text-ink-2">{t('none')}</p>
        ) : (
          <DataTable
            caption={t('caption')}
            columns={columns}
            rows={view.workers}
            rowKey={(worker) => worker.workerId}
          />
        )}
      </Card>
    </div>
  )
}
