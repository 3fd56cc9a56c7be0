import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { RefreshWhile } from '~/app/_client/refresh-while'
import { defineSignedInPage } from '~/app/_server/define-page'
import { MaintenanceStatePill } from '~/components/incidents/incident-pills'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { mayStaff } from '~/lib/identity'
import { getMaintenance, parisMinuteOf } from '~/lib/incidents'
import { textInLocale } from '~/lib/incidents/client'
import { maintenanceIdInput } from '~/lib/incidents/schema'
import { DomainError } from '~/lib/kernel/errors'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { WindowButtons } from '../_components/window-buttons'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('incidents.maintenance')
  return { title: t('one') }
}

export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const t = await getTranslations('incidents')
  const locale = (await getLocale()) as Locale
  const parsed = maintenanceIdInput.safeParse({ id: params.maintenance })
  if (!parsed.success) throw new DomainError('not_found')
  const window = await getMaintenance(ctx, parsed.data)
  const { state, relocationId } = window
  const texts = {
    titleFr: window.titleFr,
    titleEn: window.titleEn,
    descriptionFr: window.descriptionFr,
    descriptionEn: window.descriptionEn,
    startsAt: parisMinuteOf(new Date(window.startsAt)),
    endsAt: parisMinuteOf(new Date(window.endsAt)),
  }
  return (
    <>
      {/* The affected resources are written within seconds of the announcement. */}
      <RefreshWhile topics={['incidents']} isMoving={state === 'announced' && window.resources === 0} />
      <PageHeader
        back={{ href: routes.operator.maintenance(), label: t('maintenance.title') }}
        title={textInLocale(window, 'title', locale)}
        state={<MaintenanceStatePill state={state} />}
        {...(state === 'announced' &&
          mayStaff(ctx, 'incident:act') && {
            actions: (
              <ClientMessages namespaces={['incidents']}>
                <WindowButtons maintenanceId={window.id} texts={texts} />
              </ClientMessages>
            ),
          })}
      />
      <div className="grid gap-4">
        {!window.isInTime && state !== 'cancelled' && (
          <Callout tone="warn" title={t('maintenance.tooLateTitle')}>
            {t('maintenance.tooLateText')}
          </Callout>
        )}
        <Card title={t('maintenance.facts')} padded={false}>
          <DescriptionList
            items={[
              { term: t('column.start'), value: <Timestamp at={new Date(window.startsAt)} /> },
              { term: t('column.end'), value: <Timestamp at={new Date(window.endsAt)} /> },
              {
                term: t('column.domain'),
                value: `${t(`domain.${window.domain}`)} ${window.place}`,
              },
              {
                term: t('maintenance.told'),
                value: t('standingNote', {
                  resources: window.resources,
                  organisations: window.organisations,
                }),
              },
              {
                term: t('maintenance.announcedAt'),
                value: <Timestamp at={new Date(window.announcedAt)} />,
              },
              ...(relocationId
                ? [
                    {
                      term: t('maintenance.drain'),
                      value: (
                        <TextLink href={routes.operator.relocation(relocationId)}>
                          {t('maintenance.seeDrain')}
                        </TextLink>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </Card>
        <div className="grid gap-4 md:grid-cols-2">
          {(['Fr', 'En'] as const).map((language) => (
            <Card key={language} title={t(`maintenance.saidIn.${language}`)}>
              <p className="font-semibold">{window[`title${language}`]}</p>
              <p className="whitespace-pre-line wrap-anywhere">{window[`description${language}`]}</p>
            </Card>
          ))}
        </div>
      </div>
    </>
  )
})
