import { useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { ProcessView } from '~/lib/platform/client'

const tones: Record<ProcessView['state'], Tone> = { ready: 'ok', not_ready: 'warn', silent: 'bad' }

/** The processes of the installation, each with its version and last heartbeat. */
export function ProcessesCard({ processes }: { processes: readonly ProcessView[] }) {
  const t = useTranslations('platform')
  const columns: Column<ProcessView>[] = [
    {
      id: 'process',
      header: t('column.process'),
      cell: ({ kind, id }) => (
        <>
          {t(`process.${kind}`)}{' '}
          <code className="block font-mono text-sm text-ink-2 wrap-anywhere">{id}</code>
        </>
      ),
    },
    {
      id: 'state',
      header: t('column.state'),
      cell: ({ state }) => <StatePill tone={tones[state]}>{t(`processState.${state}`)}</StatePill>,
    },
    {
      id: 'version',
      header: t('column.version'),
      cell: ({ version, schema }) => (
        <>
          {version} <code className="block font-mono text-sm text-ink-2 wrap-anywhere">{schema}</code>
        </>
      ),
    },
    {
      id: 'started',
      header: t('column.started'),
      cell: ({ startedAt }) => <RelativeTime at={new Date(startedAt)} />,
    },
    { id: 'seen', header: t('column.seen'), cell: ({ seenAt }) => <RelativeTime at={new Date(seenAt)} /> },
  ]
  return (
    <Card title={t('processes')} padded={false}>
      <DataTable
        caption={t('processes')}
        columns={columns}
        rows={processes}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t('noProcess')}>{t('noProcessText')}</EmptyState>}
      />
    </Card>
  )
}
