import { useTranslations } from 'next-intl'
import { DescriptionList } from '~/components/ui/display/description-list'
import type { ZoneView } from '~/lib/catalogue/client'

/** The zones and the towns of their sites: no address, no room. */
export function ZoneFacts({ zones }: { zones: readonly ZoneView[] }) {
  const t = useTranslations('facts.place')
  if (zones.length === 0) return <p className="px-4.5 pb-4.5 text-ink-2">{t('noZone')}</p>
  return (
    <DescriptionList
      className="border-t border-line"
      items={zones.map((zone) => ({
        key: zone.id,
        term: t('zone', { name: zone.name }),
        value:
          zone.sites.length === 0 ? (
            t('noSite')
          ) : (
            <ul>
              {zone.sites.map((site) => (
                <li key={site.id}>{t('site', { name: site.name, city: site.city })}</li>
              ))}
            </ul>
          ),
      }))}
    />
  )
}
