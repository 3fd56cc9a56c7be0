import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { listCatalogue } from '~/lib/catalogue'
import { mayStaff } from '~/lib/identity'
import { BundleCard } from './_components/bundle-card'
import { CatalogueTabs } from './_components/catalogue-tabs'
import { ImageCard } from './_components/image-card'
import { NewBundleDialog } from './_components/new-bundle-dialog'
import { NewServiceDialog } from './_components/new-service-dialog'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('pricing'))('title') }
}

/** The catalogue: bundles with current and next price, images with their zones. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('pricing')
  const { bundles, images } = await listCatalogue(ctx)
  const mayChange = mayStaff(ctx, 'catalogue:change')
  // Each is sold as a single bundle: orders would never use a second one.
  const unsold = (['address', 'balancer'] as const).filter(
    (service) => !bundles.some(({ kind }) => kind === service),
  )
  const position = Math.max(0, ...bundles.map((bundle) => bundle.position)) + 1
  return (
    <ClientMessages namespaces={['pricing', 'catalogue']}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          mayChange && (
            <>
              {unsold.map((kind) => (
                <NewServiceDialog key={kind} kind={kind} position={position} />
              ))}
              <NewBundleDialog position={position} />
            </>
          )
        }
      />
      <CatalogueTabs />
      <div className="grid gap-4">
        <BundleCard bundles={bundles} />
        <ImageCard images={images} mayChange={mayChange} />
      </div>
    </ClientMessages>
  )
})
