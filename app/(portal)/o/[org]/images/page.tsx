import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { may } from '~/lib/identity'
import { listImages } from '~/lib/resources'
import { ImageList } from './_components/image-list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('images'))('title') }
}

/** The organisation's private images: order from one, or delete it. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('images')
  return (
    <ClientMessages namespaces={['errors', 'images', 'provisioning', 'compute']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <ImageList
        organisationId={ctx.membership.organisationId}
        initial={await listImages(ctx)}
        mayOrder={may(ctx, 'order:place')}
        mayRemove={may(ctx, 'instance:delete')}
      />
    </ClientMessages>
  )
})
