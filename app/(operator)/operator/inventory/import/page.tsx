import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { getImportGuide } from '~/lib/datacentre'
import { routes } from '~/lib/routes'
import { ExportHostsLink } from '../_components/export-hosts-link'
import { GuideCard } from './_components/guide-card'
import { ImportForm } from './_components/import-form'
import { importHostsAction, previewImportAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('import'))('title') }
}

export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('import')
  const general = await getTranslations('inventory')
  const guide = await getImportGuide(ctx)
  return (
    <>
      <PageHeader
        back={{ href: routes.operator.inventory(), label: general('title') }}
        title={t('title')}
        lead={t('lead')}
        actions={<ExportHostsLink />}
      />
      <div className="grid gap-4">
        <ClientMessages namespaces={['errors', 'import']}>
          <ImportForm preview={previewImportAction} confirm={importHostsAction} linesMax={guide.linesMax} />
        </ClientMessages>
        <GuideCard guide={guide} />
      </div>
    </>
  )
})
