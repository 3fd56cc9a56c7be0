import { useLocale, useTranslations } from 'next-intl'
import { serviceOf, ZoneStanding } from '~/components/catalogue/zone-standing'
import { Card } from '~/components/ui/display/card'
import { type Description, DescriptionList } from '~/components/ui/display/description-list'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { BundleView, ZoneView } from '~/lib/catalogue/client'
import { type StatusView, statusDays, textInLocale } from '~/lib/incidents/client'
import { formatElapsedMs, type Locale } from '~/lib/kernel/text/format'
import type { DeliveryTime, DeliveryTimes } from '~/lib/ordering/client'
import type { Stock } from '~/lib/placement/client'
import { routes } from '~/lib/routes'
import { formatPpm } from '~/lib/sla/client'
import { StockWords } from './stock-words'

type Props = {
  zone: ZoneView
  bundles: readonly BundleView[]
  /** By bundle; undefined while the zone sells nothing. */
  stock: Readonly<Record<string, Stock>> | undefined
  times: DeliveryTimes[string] | undefined
  status: StatusView | null
}

/** A zone: its sites, its images and what is measured there. A figure that does not exist has no line. */
export function ZoneCard({ zone, bundles, stock, times, status }: Props) {
  const t = useTranslations('catalogue')
  return (
    <Card
      padded={false}
      title={
        <>
          {zone.name} <span className="font-mono text-sm font-normal text-ink-3">{zone.code}</span>
        </>
      }
      note={zone.city}
      actions={<ZoneStanding zone={zone} service={serviceOf(zone, status)} />}
    >
      <DescriptionList
        items={[
          {
            key: 'sites',
            term: t('sites'),
            value: zone.sites.length === 0 ? t('noSite') : t('siteCount', { count: zone.sites.length }),
          },
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
          ...useMeasures({ zone, bundles, stock, times, status }),
        ]}
      />
    </Card>
  )
}

function useMeasures({ zone, bundles, stock, times, status }: Props): Description[] {
  const t = useTranslations('catalogue')
  const locale = useLocale() as Locale
  const service = serviceOf(zone, status)
  const [incident] = (status?.incidents ?? [])
    .filter((each) => each.zone === zone.name)
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))
  const days = service?.days.filter(({ availabilityPpm }) => availabilityPpm !== null).length ?? 0
  const items: Description[] = []
  if (service && service.availabilityPpm !== null)
    items.push({
      key: 'measured',
      term: t('measured'),
      value: (
        <TextLink href={routes.status()}>
          {t('overDays', { figure: formatPpm(service.availabilityPpm, locale), count: days })}
        </TextLink>
      ),
    })
  if (times?.instance)
    items.push({ key: 'server', term: t('ready'), value: <Delivery time={times.instance} /> })
  if (times?.volume)
    items.push({ key: 'volume', term: t('readyVolume'), value: <Delivery time={times.volume} /> })
  if (stock && bundles.length > 0)
    items.push({
      key: 'stock',
      term: t('stock.title'),
      value: <StockWords bundles={bundles} stock={stock} />,
    })
  if (incident)
    items.push({
      key: 'incident',
      term: t('lastIncident'),
      value: (
        <>
          <TextLink href={`${routes.status()}#incident-${incident.number}`}>
            {textInLocale(incident, 'title', locale)}
          </TextLink>
          <span className="block text-sm text-ink-3">
            <Timestamp at={new Date(incident.startedAt)} look="date" />
          </span>
        </>
      ),
    })
  else if (days > 0)
    items.push({
      key: 'incident',
      term: t('lastIncident'),
      value: t('noIncident', { days: statusDays }),
    })
  return items
}

function Delivery({ time: { deliveries, medianMilliseconds, p95Milliseconds } }: { time: DeliveryTime }) {
  const t = useTranslations('catalogue')
  const locale = useLocale() as Locale
  const lines = [
    t('median', { duration: formatElapsedMs(medianMilliseconds, locale) }),
    ...(p95Milliseconds === null ? [] : [t('share', { duration: formatElapsedMs(p95Milliseconds, locale) })]),
  ]
  return (
    <>
      {lines.join(' · ')}
      <span className="block text-sm text-ink-3">{t('deliveries', { count: deliveries })}</span>
    </>
  )
}
