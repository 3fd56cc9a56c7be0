'use client'
import { useTranslations } from 'next-intl'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { RelativeTime } from '~/components/ui/display/relative-time'
import type { FailedJobView } from '~/lib/resources/client'
import { RetryButton, type RetryJob } from './retry-button'

type Props = { jobs: readonly FailedJobView[]; mayAct: boolean; retry: RetryJob }

/** Jobs with a failed last attempt and the queue's error message. */
export function JobTable({ jobs, mayAct, retry }: Props) {
  const t = useTranslations('operations.jobs')
  useRefreshWhile(
    jobs.some((job) => job.isRunning || job.isDue),
    [],
  )
  const columns: Column<FailedJobView>[] = [
    {
      id: 'task',
      header: t('column.task'),
      cell: (job) => (t.has(`task.${job.task}`) ? t(`task.${job.task}`) : job.task),
      className: 'whitespace-nowrap',
    },
    {
      id: 'attempts',
      header: t('column.attempts'),
      numeric: true,
      cell: (job) => `${job.attempts} / ${job.attemptsMax}`,
      className: 'whitespace-nowrap',
    },
    {
      id: 'error',
      header: t('column.error'),
      cell: (job) => (
        <code className="font-mono text-sm break-words whitespace-pre-wrap">{job.lastError}</code>
      ),
    },
    { id: 'next', header: t('column.next'), cell: (job) => <NextAttempt job={job} /> },
    {
      id: 'created',
      header: t('column.created'),
      hideable: true,
      cell: (job) => <RelativeTime at={new Date(job.createdAt)} />,
    },
    {
      id: 'actions',
      header: t('column.act'),
      cell: (job) => <RetryButton jobId={job.id} mayAct={mayAct} retry={retry} />,
    },
  ]
  return <DataTable caption={t('caption')} columns={columns} rows={jobs} rowKey={(job) => job.id} />
}

function NextAttempt({ job }: { job: FailedJobView }) {
  const t = useTranslations('operations.jobs')
  if (job.isRunning) return t('running')
  if (job.attempts >= job.attemptsMax) return t('givenUp')
  return <RelativeTime at={new Date(job.runAt)} />
}
