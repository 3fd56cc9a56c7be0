import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Meter } from '~/components/ui/display/meter'
import { formatShare, type Locale } from '~/lib/kernel/text/format'
import type { ResourceForecast } from '~/lib/relocation/client'
import { amountOf } from './amount-of'

/** The resources that last for two years or have too short a history, a bar each on the same scale. */
export function CalmCard({ forecasts }: { forecasts: readonly ResourceForecast[] }) {
  const t = useTranslations('forecast')
  const locale = useLocale() as Locale
  const isKnown = forecasts.every(({ outcome }) => outcome.kind === 'known')
  return (
    <Card title={t('calmTitle')} note={isKnown && t('calmNote')} padded={false}>
      <ul className="divide-y divide-line">
        {forecasts.map(({ resource, claimed, total, outcome, days }) => {
          const text = t('claimed', {
            claimed: amountOf(resource, claimed, locale),
            total: amountOf(resource, total, locale),
            share: formatShare(claimed, total, locale),
          })
          return (
            <li
              key={resource}
              className="grid items-center gap-x-4 gap-y-1.5 px-4.5 py-3 sm:grid-cols-[10rem_minmax(0,1fr)_20rem]"
            >
              <span className="font-medium">{t(`resource.${resource}`)}</span>
              <Meter
                label={t(`resource.${resource}`)}
                value={claimed}
                max={total}
                valueText={text}
                tone="auto"
                size="md"
              />
              <span className="text-sm text-ink-2 tabular-nums">
                {text}
                {outcome.kind === 'too_short' && (
                  <span className="block text-ink-3">
                    {t('tooShort', { days, needed: outcome.daysNeeded })}
                  </span>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
