import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { definePublicPage } from '~/app/_server/define-page'
import { serviceOf, ZoneStanding } from '~/components/catalogue/zone-standing'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { TextLink } from '~/components/ui/links/text-link'
import { showStatus } from '~/lib/incidents'
import type { StatusView } from '~/lib/incidents/client'
import { formatElapsedMs, type Locale } from '~/lib/kernel/text/format'
import { readPublicOffer } from '~/lib/ordering'
import { routes } from '~/lib/routes'
import { formatPpm } from '~/lib/sla/client'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('catalogue')
  return { title: t('zonesTitle'), description: t('zonesLead') }
}

export default definePublicPage('portal', async ({ ctx }) => {
  const t = await getTranslations('catalogue')
  const locale = (await getLocale()) as Locale
  const [{ zones, ready }, status] = await Promise.all([readPublicOffer(ctx), showStatus(ctx)])
  const readyText = (zoneId: string, kind: 'instance' | 'volume') => {
    const milliseconds = ready[zoneId]?.[kind] ?? null
    return milliseconds === null
      ? t('readyUnknown')
      : t('readyIn', { duration: formatElapsedMs(milliseconds, locale) })
  }
  return (
    <>
      <PageHeader title={t('zonesTitle')} lead={t('zonesLead')} />
      {zones.length === 0 && <EmptyState title={t('noZone.title')}>{t('noZone.text')}</EmptyState>}
      <div className="grid gap-4 md:grid-cols-2 lg:grid-cols-3">
        {zones.map((zone) => (
          <Card
            key={zone.id}
            padded={false}
            title={
              <>
                {zone.name} <span className="font-mono text-sm font-normal text-ink-3">{zone.code}</span>
              </>
            }
            note={zone.city}
            actions={<ZoneStanding zone={zone} service={serviceOf(zone, status)} />}
          >
            {zone.sites.length === 0 && <p className="px-4.5 py-2.5 text-ink-2">{t('noSite')}</p>}
            <DescriptionList
              items={[
                ...zone.sites.map((site) => ({
                  key: site.id,
                  term: `${site.name}, ${site.city}`,
                  value: `${t('rooms', { count: site.rooms })} · ${t('racks', { count: site.racks })}`,
                })),
                {
                  key: 'images',
                  term: t('images'),
                  value: zone.images.map((image) => image.name).join(', ') || t('none'),
                },
                { key: 'server', term: t('ready'), value: readyText(zone.id, 'instance') },
                { key: 'volume', term: t('readyVolume'), value: readyText(zone.id, 'volume') },
                {
                  key: 'measured',
                  term: t('measured'),
                  value: <Measured service={serviceOf(zone, status)} />,
                },
              ]}
            />
          </Card>
        ))}
      </div>
    </>
  )
})

/** The availability that the status page shows by day. */
async function Measured({ service }: { service: StatusView['services'][number] | undefined }) {
  const t = await getTranslations('catalogue')
  const locale = (await getLocale()) as Locale
  if (!service || service.availabilityPpm === null) return t('notMeasured')
  return (
    <TextLink href={routes.status()}>
      {t('overDays', {
        figure: formatPpm(service.availabilityPpm, locale),
        count: service.days.filter(({ availabilityPpm }) => availabilityPpm !== null).length,
      })}
    </TextLink>
  )
}
