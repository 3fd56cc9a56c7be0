import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { EmptyState } from '~/components/ui/empty-state'
import { PageHeader } from '~/components/ui/page-header'
import { listInventory } from '~/lib/inventory'
import { Legend } from './_components/legend'
import { ZoneSection } from './_components/zone-section'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('inventory'))('title') }
}

export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('inventory')
  const zones = await listInventory(ctx)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={zones.length > 0 && <Legend />} />
      {zones.length === 0 ? (
        <EmptyState icon="server" title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <div className="grid gap-8">
          {zones.map((zone) => (
            <ZoneSection key={zone.id} zone={zone} />
          ))}
        </div>
      )}
    </>
  )
})
