import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { Callout } from '~/components/ui/display/callout'
import { PageHeader } from '~/components/ui/display/page-header'
import { formatDate, type Locale } from '~/lib/kernel/text/format'
import { readPromise } from '~/lib/sla'
import { PromiseCards } from './_components/promise-cards'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('serviceLevels.public')
  return { title: t('title'), description: t('lead') }
}

/** The public service level terms with definitions: the exact terms used to compute availability and credits. */
export default definePublicPage('portal', async ({ ctx }) => {
  const t = await getTranslations('serviceLevels.public')
  const locale = (await getLocale()) as Locale
  const { inForce, announced } = await readPromise(ctx)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        reference={t('version', {
          version: inForce.version,
          from: formatDate(new Date(inForce.validFrom), locale),
        })}
      />
      <div className="grid gap-4">
        {announced && (
          <Callout tone="info">
            {t('next', {
              version: announced.version,
              from: formatDate(new Date(announced.validFrom), locale),
            })}
          </Callout>
        )}
        <PromiseCards promise={inForce} />
        {announced && (
          <>
            <h2 className="mt-4 text-2xl">{t('nextTitle')}</h2>
            <PromiseCards promise={announced} withoutDefinitions />
          </>
        )}
      </div>
    </>
  )
})
