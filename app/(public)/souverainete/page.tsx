import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { Callout } from '~/components/ui/display/callout'
import { PageHeader } from '~/components/ui/display/page-header'
import { showZones } from '~/lib/catalogue'
import { showLegalVersion } from '~/lib/identity'
import { showSeller } from '~/lib/ordering'
import { showQualifications } from '~/lib/qualifications'
import { readPromise } from '~/lib/sla'
import { LegalFacts } from './_components/legal-facts'
import { MeasureLinks } from './_components/measure-links'
import { OperatorFacts } from './_components/operator-facts'
import { QualificationFacts } from './_components/qualification-facts'
import { ZoneFacts } from './_components/zone-facts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('facts')
  return { title: t('title'), description: t('lead') }
}

/** The facts by which anyone judges how sovereign the platform is, each with its source. */
export default definePublicPage('portal', async ({ ctx }) => {
  const t = await getTranslations('facts')
  const [seller, terms, dpa, zones, qualifications, promise] = await Promise.all([
    showSeller(ctx),
    showLegalVersion(ctx, 'terms'),
    showLegalVersion(ctx, 'dpa'),
    showZones(ctx),
    showQualifications(ctx),
    readPromise(ctx),
  ])
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="grid gap-4 lg:grid-cols-2">
        {seller?.isDemonstration && (
          <div className="lg:col-span-2">
            <Callout>{t('demonstration')}</Callout>
          </div>
        )}
        <OperatorFacts seller={seller} />
        <div className="grid gap-4">
          <LegalFacts name="law" version={terms} />
          <LegalFacts name="processors" version={dpa} />
        </div>
        <div className="lg:col-span-2">
          <QualificationFacts qualifications={qualifications} />
        </div>
        <LegalFacts name="place" version={dpa}>
          <ZoneFacts zones={zones} />
        </LegalFacts>
        <MeasureLinks promise={promise.inForce} />
      </div>
    </>
  )
})
