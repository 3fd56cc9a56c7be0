import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { LegalDocument } from '~/components/legal/legal-document'
import { showLegalVersion } from '~/lib/identity'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('legal.terms'))('title') }
}

export default definePublicPage('portal', async ({ ctx }) => (
  <LegalDocument name="terms" version={await showLegalVersion(ctx, 'terms')} />
))
