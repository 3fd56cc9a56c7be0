import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { LegalDocument } from '~/components/legal/legal-document'
import { SellerCard } from '~/components/legal/seller-card'
import { showLegalVersion } from '~/lib/identity'
import { showSeller } from '~/lib/ordering'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('legal.terms'))('title') }
}

export default definePublicPage('portal', async ({ ctx }) => {
  const t = await getTranslations('legal.terms')
  return (
    <LegalDocument name="terms" version={await showLegalVersion(ctx, 'terms')}>
      <SellerCard seller={await showSeller(ctx)} title={t('seller')} />
    </LegalDocument>
  )
})
