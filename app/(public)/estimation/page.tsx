import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { currentSession, memberContext } from '~/app/_server/context'
import { definePublicPage } from '~/app/_server/define-page'
import { TrafficNote } from '~/components/catalogue/traffic-note'
import { ClientMessages } from '~/components/layout/client-messages'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { listOwnBundles, readTrafficPrice } from '~/lib/catalogue'
import { readEstimate, writeEstimate } from '~/lib/catalogue/client'
import { readPublicOffer } from '~/lib/ordering'
import { routes } from '~/lib/routes'
import { EstimateForm } from './_components/estimate-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('catalogue.estimate')
  return { title: t('title'), description: t('lead') }
}

/** The monthly price of a selection of bundles. The selection is in the address, so that it can be shared. */
export default definePublicPage('portal', async ({ ctx, searchParams }) => {
  const t = await getTranslations('catalogue')
  const session = await currentSession()
  const buyer = session?.memberships.length === 1 ? session.memberships[0] : undefined
  const bundles = buyer
    ? await listOwnBundles(await memberContext(buyer.organisationId))
    : (await readPublicOffer(ctx)).bundles
  const choice = readEstimate(
    searchParams,
    bundles.map((bundle) => bundle.slug),
  )
  return (
    <>
      <PageHeader
        back={{ href: routes.catalogue(), label: t('title') }}
        title={t('estimate.title')}
        lead={t('estimate.lead')}
      />
      {bundles.length === 0 ? (
        <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
      ) : (
        <ClientMessages namespaces={['catalogue']}>
          <EstimateForm
            // Navigating back restores the selection of that address.
            key={JSON.stringify(writeEstimate(choice))}
            bundles={bundles}
            initial={choice}
            organisationId={buyer?.organisationId ?? null}
          />
        </ClientMessages>
      )}
      <div className="mt-4 text-sm text-ink-2">
        <TrafficNote price={await readTrafficPrice(ctx)} />
      </div>
    </>
  )
})
