import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/card'
import { EmptyState } from '~/components/ui/empty-state'
import { PageHeader } from '~/components/ui/page-header'
import { mayStaff } from '~/lib/identity'
import { listFailedJobs } from '~/lib/provisioning'
import { JobTable } from './_components/job-table'
import { retryJobAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operations.jobs'))('title') }
}

export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('operations.jobs')
  const jobs = await listFailedJobs(ctx)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {jobs.length === 0 ? (
        <EmptyState icon="check" title={t('empty')}>
          {t('emptyText')}
        </EmptyState>
      ) : (
        <Card padded={false}>
          <ClientMessages namespaces={['operations']}>
            <JobTable jobs={jobs} mayAct={mayStaff(ctx, 'operations:act')} retry={retryJobAction} />
          </ClientMessages>
        </Card>
      )}
    </>
  )
})
