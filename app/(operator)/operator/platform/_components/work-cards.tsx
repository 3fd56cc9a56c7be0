import { useLocale, useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { formatDuration, type Locale } from '~/lib/kernel/text/format'
import type { JobsView, PlatformView, SagasView, SweeperView } from '~/lib/platform/client'
import { VerdictPill } from './verdict-pill'

/** Operations, jobs and periodic work; what needs a look comes first. */
export function WorkCards({ view }: { view: Pick<PlatformView, 'sagas' | 'jobs' | 'sweepers'> }) {
  return (
    <>
      <SagasCard sagas={lookFirst(view.sagas)} />
      <JobsCard jobs={lookFirst(view.jobs)} />
      <SweepersCard sweepers={lookFirst(view.sweepers)} />
    </>
  )
}

const lookFirst = <T extends { verdict: 'well' | 'look' }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => Number(b.verdict === 'look') - Number(a.verdict === 'look'))

function SagasCard({ sagas }: { sagas: readonly SagasView[] }) {
  const t = useTranslations('platform')
  const provisioning = useTranslations('provisioning')
  const columns: Column<SagasView>[] = [
    {
      id: 'kind',
      header: t('column.kind'),
      cell: ({ kind }) =>
        provisioning.has(`kind.${kind}`) ? (
          provisioning(`kind.${kind}`)
        ) : (
          <code className="font-mono text-sm">{kind}</code>
        ),
    },
    { id: 'verdict', header: t('column.verdict'), cell: ({ verdict }) => <VerdictPill verdict={verdict} /> },
    { id: 'state', header: t('column.state'), cell: ({ state }) => t(`sagaState.${state}`) },
    { id: 'open', header: t('column.count'), numeric: true, cell: ({ open }) => open },
    {
      id: 'oldest',
      header: t('column.oldest'),
      cell: ({ oldestAt }) => <RelativeTime at={new Date(oldestAt)} />,
    },
  ]
  return (
    <Card title={t('sagas')} padded={false}>
      <DataTable
        caption={t('sagas')}
        columns={columns}
        rows={sagas}
        rowKey={({ kind, state }) => `${kind} ${state}`}
        empty={<EmptyState icon="check" title={t('noSaga')} />}
      />
    </Card>
  )
}

function JobsCard({ jobs }: { jobs: readonly JobsView[] }) {
  const t = useTranslations('platform')
  const operations = useTranslations('operations.jobs')
  const locale = useLocale() as Locale
  const columns: Column<JobsView>[] = [
    {
      id: 'task',
      header: t('column.task'),
      cell: ({ task }) => (operations.has(`task.${task}`) ? operations(`task.${task}`) : task),
    },
    { id: 'verdict', header: t('column.verdict'), cell: ({ verdict }) => <VerdictPill verdict={verdict} /> },
    { id: 'due', header: t('column.due'), numeric: true, cell: ({ due }) => due },
    {
      id: 'lag',
      header: t('column.lag'),
      cell: ({ due, lagSeconds }) => (due > 0 ? formatDuration(lagSeconds, locale) : t('nothingWaits')),
    },
    { id: 'givenUp', header: t('column.givenUp'), numeric: true, cell: ({ givenUp }) => givenUp },
  ]
  return (
    <Card title={t('jobs')} padded={false}>
      <DataTable
        caption={t('jobs')}
        columns={columns}
        rows={jobs}
        rowKey={({ task }) => task}
        empty={<EmptyState icon="check" title={t('noJob')} />}
      />
    </Card>
  )
}

function SweepersCard({ sweepers }: { sweepers: readonly SweeperView[] }) {
  const t = useTranslations('platform')
  const locale = useLocale() as Locale
  const columns: Column<SweeperView>[] = [
    {
      id: 'sweeper',
      header: t('column.sweeper'),
      // The name that logs and metrics use.
      cell: ({ name }) => <code className="font-mono text-sm">{name}</code>,
    },
    { id: 'verdict', header: t('column.verdict'), cell: ({ verdict }) => <VerdictPill verdict={verdict} /> },
    {
      id: 'every',
      header: t('column.every'),
      cell: ({ everySeconds }) => formatDuration(everySeconds, locale),
    },
    {
      id: 'succeeded',
      header: t('column.succeeded'),
      cell: ({ succeededAt }) => (succeededAt ? <RelativeTime at={new Date(succeededAt)} /> : t('notYetRun')),
    },
  ]
  return (
    <Card title={t('sweepers')} note={t('sweepersNote')} padded={false}>
      <DataTable
        caption={t('sweepers')}
        columns={columns}
        rows={sweepers}
        rowKey={({ name }) => name}
        empty={<EmptyState title={t('noSweeper')}>{t('noSweeperText')}</EmptyState>}
      />
    </Card>
  )
}
