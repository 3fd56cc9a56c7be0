import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { LegalDocument } from '~/components/legal/legal-document'
import { Callout } from '~/components/ui/callout'
import { Card } from '~/components/ui/card'
import { DescriptionList } from '~/components/ui/description-list'
import { formatIdentifier } from '~/lib/identity/client'
import { showSeller } from '~/lib/ordering'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('legal.notice'))('title') }
}

/** Who publishes and operates the site, as this installation declared it. */
export default definePublicPage('portal', async ({ ctx }) => {
  const t = await getTranslations('legal.notice')
  const seller = await showSeller(ctx)
  return (
    <LegalDocument name="notice">
      {seller ? (
        <Card title={t('publisher')} padded={false}>
          <DescriptionList
            items={[
              { term: t('name'), value: seller.legalName },
              { term: t('siren'), value: <code>{formatIdentifier(seller.siren)}</code> },
              { term: t('vat'), value: <code>{seller.vatNumber}</code> },
            ]}
          />
        </Card>
      ) : (
        <Callout tone="warn">{t('unset')}</Callout>
      )}
    </LegalDocument>
  )
})
