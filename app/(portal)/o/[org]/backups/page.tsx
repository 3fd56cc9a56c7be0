import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { may } from '~/lib/identity'
import { listRestoreChoices } from '~/lib/ordering'
import { listBackups } from '~/lib/resources'
import { BackupList } from './_components/backup-list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('backups'))('title') }
}

/** All backups of the organisation's volumes, in every location: restore or delete. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('backups')
  return (
    <ClientMessages namespaces={['errors', 'backups', 'provisioning', 'compute']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <BackupList
        organisationId={ctx.membership.organisationId}
        initial={await listBackups(ctx)}
        choices={await listRestoreChoices(ctx)}
        mayOrder={may(ctx, 'order:place')}
        mayRemove={may(ctx, 'instance:delete')}
      />
    </ClientMessages>
  )
})
