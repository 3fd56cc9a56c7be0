import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { LegalDocument } from '~/components/legal/legal-document'
import { SellerCard } from '~/components/legal/seller-card'
import { showSeller } from '~/lib/ordering'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('legal.notice'))('title') }
}

/** The site's publisher and operator, as declared by this installation. */
export default definePublicPage('portal', async ({ ctx }) => {
  const t = await getTranslations('legal.notice')
  return (
    <LegalDocument name="notice">
      <SellerCard seller={await showSeller(ctx)} title={t('publisher')} />
    </LegalDocument>
  )
})
