import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { mayStaff } from '~/lib/identity'
import { listPlaceChoices, parisMinuteOf, previewPlace } from '~/lib/incidents'
import { DomainError } from '~/lib/kernel/errors'
import { routes } from '~/lib/routes'
import { OpenForm } from '../_components/open-form'
import { PlaceForm, PlaceResourcesCard } from '../_components/place-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('incidents'))('open') }
}

/** Opens an incident that no probe proposed: location, resources there, then the texts. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('incidents')
  if (!mayStaff(ctx, 'incident:act')) throw new DomainError('forbidden')
  const choices = await listPlaceChoices(ctx, { withSites: true })
  const chosen = choices.find(({ key }) => key === searchParams.place)?.key
  const preview = chosen ? await previewPlace(ctx, chosen) : null
  return (
    <>
      <PageHeader
        back={{ href: routes.operator.incidents(), label: t('title') }}
        title={t('open')}
        lead={t('openLead')}
      />
      <div className="grid gap-4">
        <PlaceForm action={routes.operator.newIncident()} choices={choices} chosen={chosen} />
        {preview && (
          <>
            <PlaceResourcesCard preview={preview} />
            <Card title={t('say')}>
              <ClientMessages namespaces={['incidents']}>
                <OpenForm place={preview} now={parisMinuteOf(ctx.now)} />
              </ClientMessages>
            </Card>
          </>
        )}
      </div>
    </>
  )
})
