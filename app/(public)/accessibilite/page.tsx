import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { LegalDocument } from '~/components/legal/legal-document'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('legal.accessibility'))('title') }
}

export default definePublicPage('portal', async () => <LegalDocument name="accessibility" />)
