import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '~/app/_server/context'
import { definePublicPage } from '~/app/_server/define-page'
import { TrafficNote } from '~/components/catalogue/traffic-note'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkChips } from '~/components/ui/fields/chips'
import { LinkButton } from '~/components/ui/links/link-button'
import { readTrafficPrice } from '~/lib/catalogue'
import { bundleFamilies } from '~/lib/catalogue/client'
import { readPublicOffer } from '~/lib/ordering'
import { routes } from '~/lib/routes'
import { withQuery } from '~/lib/routes/query'
import { OfferTable } from './_components/offer-table'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('catalogue')
  return { title: t('title'), description: t('lead') }
}

export default definePublicPage('portal', async ({ ctx, searchParams }) => {
  const t = await getTranslations('catalogue')
  const { bundles, announced } = await readPublicOffer(ctx)
  const session = await currentSession()
  const buyer = session?.memberships.length === 1 ? session.memberships[0] : undefined
  const family = bundleFamilies.find((each) => each === searchParams.famille)
  const present = bundleFamilies.filter((each) => bundles.some((bundle) => bundle.family === each))
  const rows = bundles.filter((bundle) => !family || bundle.family === family)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={<LinkButton href={routes.estimate()}>{t('estimateLink')}</LinkButton>}
      />
      <Card
        padded={false}
        actions={
          <LinkChips
            label={t('families')}
            items={[
              { href: routes.catalogue(), label: t('family.all'), isCurrent: !family },
              ...present.map((each) => ({
                href: withQuery(routes.catalogue(), { famille: each }),
                label: t(`family.${each}`),
                isCurrent: each === family,
              })),
            ]}
          />
        }
      >
        {rows.length === 0 ? (
          <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
        ) : (
          <OfferTable
            bundles={rows}
            announced={announced}
            orderHref={(bundle) =>
              buyer ? routes.org.order(buyer.organisationId, { bundle }) : routes.signUp()
            }
          />
        )}
      </Card>
      <div className="mt-4 grid gap-1 text-sm text-ink-2">
        <p>{t('vatNote')}</p>
        <p>{t('monthNote')}</p>
        <p>{t('stoppedNote')}</p>
        <TrafficNote price={await readTrafficPrice(ctx)} />
      </div>
    </>
  )
})
