import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { StatePill } from '~/components/ui/display/state-pill'
import { TextLink } from '~/components/ui/links/text-link'
import { formatDate, type Locale } from '~/lib/kernel/text/format'
import type { ForecastAlert } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'

const shownMax = 6

/** Resources that run out earlier than staff want to be warned, the soonest first. */
export function ForecastCard({ alerts }: { alerts: readonly ForecastAlert[] }) {
  const t = useTranslations('forecast')
  const locale = useLocale() as Locale
  if (alerts.length === 0) return null
  return (
    <Card title={t('alerts')} padded={false}>
      <ul aria-label={t('alerts')} className="divide-y divide-line">
        {alerts.slice(0, shownMax).map(({ zone, resource, inDays, isExpected }) => {
          const { outcome } = resource
          const day = outcome.kind === 'known' ? (isExpected ? outcome.expected : outcome.soonest) : null
          return (
            <li
              key={`${zone.id}/${resource.resource}`}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4.5 py-3"
            >
              <span className="min-w-0 flex-1 basis-56">
                <TextLink href={routes.operator.forecast(zone.id)}>
                  {t('alert', { zone: zone.name, resource: t(`resource.${resource.resource}`) })}
                </TextLink>
              </span>
              {day && (
                <span className="text-sm text-ink-2">
                  {t(isExpected ? 'fullOn' : 'maybeOn', { date: formatDate(new Date(day), locale) })}
                </span>
              )}
              <StatePill tone={isExpected ? 'bad' : 'warn'}>{t('inDays', { days: inDays })}</StatePill>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
