import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '~/app/_server/context'
import { definePublicPage } from '~/app/_server/define-page'
import { showStatus } from '~/lib/incidents'
import { readPublicOffer, showDeliveryTimes } from '~/lib/ordering'
import { routes } from '~/lib/routes'
import { Facts } from './_home/facts'
import { Hero } from './_home/hero'
import { Places } from './_home/places'
import { Prices } from './_home/prices'
import { Sovereign } from './_home/sovereign'
import { Steps } from './_home/steps'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('landing')
  return { title: { absolute: t('documentTitle') }, description: t('description') }
}

export default definePublicPage('portal', async ({ ctx }) => {
  const session = await currentSession()
  const [{ bundles, zones }, times, status] = await Promise.all([
    readPublicOffer(ctx),
    showDeliveryTimes(ctx),
    showStatus(ctx),
  ])
  return (
    <>
      <Hero startHref={session ? routes.account.start() : routes.signUp()} />
      <Sovereign />
      <Steps />
      <Prices bundles={bundles} />
      <Places zones={zones} times={times} status={status} />
      <Facts />
    </>
  )
})
