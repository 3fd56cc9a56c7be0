import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { mayStaff } from '~/lib/identity'
import { listPlaceChoices, parisMinuteOf, previewPlace } from '~/lib/incidents'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import { getRelocation } from '~/lib/relocation'
import { routes } from '~/lib/routes'
import { PlaceForm, PlaceResourcesCard } from '../../incidents/_components/place-form'
import { AnnounceForm } from '../_components/announce-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('incidents.maintenance'))('announce') }
}

/** Announces maintenance: location, resources there, then dates. A link from a drain prefills host and window. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('incidents.maintenance')
  if (!mayStaff(ctx, 'incident:act')) throw new DomainError('forbidden')
  const wanted = searchParams.relocation
  const drain = isId('relocation', wanted) ? await getRelocation(ctx, { id: wanted }) : null
  const choices = await listPlaceChoices(ctx, { withSites: false })
  const asked = searchParams.place ?? (drain?.host && `host:${drain.host.id}`)
  const chosen = choices.find(({ key }) => key === asked)?.key
  const preview = chosen ? await previewPlace(ctx, chosen) : null
  const minuteOf = (instant: string | null | undefined) => instant && parisMinuteOf(new Date(instant))
  const [startsAt, endsAt] = [minuteOf(drain?.startsAt), minuteOf(drain?.endsAt)]
  return (
    <>
      <PageHeader
        back={{ href: routes.operator.maintenance(), label: t('title') }}
        title={t('announce')}
        lead={t('announceLead')}
      />
      <div className="grid gap-4">
        {drain && <Callout title={t('fromDrain')}>{t('fromDrainText')}</Callout>}
        <PlaceForm
          action={routes.operator.newMaintenance()}
          choices={choices}
          chosen={chosen}
          relocation={drain?.id}
        />
        {preview && (
          <>
            <PlaceResourcesCard preview={preview} />
            <Card title={t('say')}>
              <ClientMessages namespaces={['incidents']}>
                <AnnounceForm
                  place={preview.key}
                  relocationId={drain?.id ?? null}
                  proposed={{
                    ...(startsAt && { startsAt }),
                    ...(endsAt && { endsAt }),
                    ...(drain && { titleFr: drain.reason }),
                  }}
                />
              </ClientMessages>
            </Card>
          </>
        )}
      </div>
    </>
  )
})
