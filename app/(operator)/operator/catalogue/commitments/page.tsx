import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { listRates } from '~/lib/catalogue'
import { mayStaff } from '~/lib/identity'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { CatalogueTabs } from '../_components/catalogue-tabs'
import { RateHistory } from './_components/rate-history'
import { RatesCard } from './_components/rates-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('pricing.rates'))('title') }
}

/** Commitment discounts by family of bundles: current, announced and past. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('pricing.rates')
  const { rates, history } = await listRates(ctx)
  return (
    <ClientMessages namespaces={['pricing', 'catalogue']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <CatalogueTabs />
      <div className="grid gap-4">
        <RatesCard rates={rates} mayChange={mayStaff(ctx, 'price:publish')} today={parisDay(ctx.now)} />
        <RateHistory rows={history} />
      </div>
    </ClientMessages>
  )
})
