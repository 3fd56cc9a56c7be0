import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { isService } from '~/lib/catalogue/client'
import { showStatus } from '~/lib/incidents'
import { readPublicOffer, showDeliveryTimes } from '~/lib/ordering'
import { MethodCard } from './_components/method-card'
import { ZoneCard } from './_components/zone-card'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('catalogue')
  return { title: t('zonesTitle'), description: t('zonesLead') }
}

/** The zones with what is measured in each, and how. */
export default definePublicPage('portal', async ({ ctx }) => {
  const t = await getTranslations('catalogue')
  const [{ zones, bundles, stock }, times, status] = await Promise.all([
    readPublicOffer(ctx),
    showDeliveryTimes(ctx),
    showStatus(ctx),
  ])
  const sold = bundles.filter(({ kind }) => !isService(kind))
  return (
    <>
      <PageHeader title={t('zonesTitle')} lead={t('zonesLead')} />
      {zones.length === 0 && <EmptyState title={t('noZone.title')}>{t('noZone.text')}</EmptyState>}
      <div className="grid gap-4">
        <div className="grid gap-4 md:grid-cols-2 lg:grid-cols-3">
          {zones.map((zone) => (
            <ZoneCard
              key={zone.id}
              zone={zone}
              bundles={sold}
              stock={stock[zone.id]}
              times={times[zone.id]}
              status={status}
            />
          ))}
        </div>
        {zones.length > 0 && <MethodCard />}
      </div>
    </>
  )
})
