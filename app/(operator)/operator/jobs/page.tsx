import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { mayStaff } from '~/lib/identity'
import { listFailedJobs } from '~/lib/resources'
import { listWorkers } from '~/lib/sagas'
import { JobTable } from './_components/job-table'
import { WorkersCard } from './_components/workers-card'
import { retryJobAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operations.jobs'))('title') }
}

export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('operations.jobs')
  const [jobs, workers] = await Promise.all([listFailedJobs(ctx), listWorkers(ctx)])
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <ClientMessages namespaces={['operations']}>
        <div className="grid gap-5">
          <Card padded={false}>
            {jobs.length === 0 ? (
              <EmptyState icon="check" title={t('empty')}>
                {t('emptyText')}
              </EmptyState>
            ) : (
              <JobTable jobs={jobs} mayAct={mayStaff(ctx, 'operations:act')} retry={retryJobAction} />
            )}
          </Card>
          <WorkersCard view={workers} />
        </div>
      </ClientMessages>
    </>
  )
})
