import { useLocale, useTranslations } from 'next-intl'
import { serviceOf, ZoneStanding } from '~/components/catalogue/zone-standing'
import { TextLink } from '~/components/ui/links/text-link'
import type { ZoneView } from '~/lib/catalogue/client'
import type { StatusView } from '~/lib/incidents/client'
import { formatElapsedMs, type Locale } from '~/lib/kernel/text/format'
import type { DeliveryTimes } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

/** The zones with their location and delivery time. */
export function Places({
  zones,
  times,
  status,
}: {
  zones: readonly ZoneView[]
  times: DeliveryTimes
  status: StatusView | null
}) {
  const t = useTranslations('landing.zones')
  const c = useTranslations('catalogue')
  const locale = useLocale() as Locale
  if (zones.length === 0) return null
  return (
    <section aria-labelledby="places" className="grid gap-6 border-t border-line py-14">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 id="places" className="text-2xl">
          {t('title')}
        </h2>
        <TextLink href={routes.zones()}>{t('all')}</TextLink>
      </div>
      <ul className="divide-y divide-line">
        {zones.map((zone) => {
          const time = times[zone.id]?.instance
          return (
            <li
              key={zone.id}
              className="grid items-center gap-x-6 gap-y-1 py-3.5 max-sm:grid-cols-[minmax(0,1fr)_auto] sm:grid-cols-[3fr_2fr_2fr_4fr]"
            >
              <h3 className="text-lg max-sm:col-start-1">
                {zone.name} <span className="font-mono text-sm font-normal text-ink-3">{zone.code}</span>
              </h3>
              <span className="text-ink-2 max-sm:col-start-1">{zone.city}</span>
              <span className="justify-self-start">
                <ZoneStanding zone={zone} service={serviceOf(zone, status)} />
              </span>
              <span className="text-sm text-ink-2 max-sm:col-span-2 sm:text-right">
                {time
                  ? c('readyIn', { duration: formatElapsedMs(time.medianMilliseconds, locale) })
                  : c('readyUnknown')}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
