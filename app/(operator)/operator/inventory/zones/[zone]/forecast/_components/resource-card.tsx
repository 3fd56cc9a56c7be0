import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Disclosure } from '~/components/ui/display/disclosure'
import { StatePill } from '~/components/ui/display/state-pill'
import { formatDate, formatShare, type Locale } from '~/lib/kernel/text/format'
import { alertOf, type NearForecast, type ResourceForecast } from '~/lib/relocation/client'
import { amountOf } from './amount-of'
import { ForecastChart } from './forecast-chart'

type Props = { forecast: NearForecast; warnDays: number }

/** One resource that may run out within two years: its usage, its exhaustion date and its history. */
export function ResourceCard({ forecast, warnDays }: Props) {
  const t = useTranslations('forecast')
  const locale = useLocale() as Locale
  const { resource, claimed, total, outcome } = forecast
  const amount = (value: number) => amountOf(resource, value, locale)
  const alert = alertOf(forecast, warnDays)
  const date = (day: string) => formatDate(new Date(day), locale)
  return (
    <Card
      title={t(`resource.${resource}`)}
      actions={
        <StatePill tone={alert ? (alert.isExpected ? 'bad' : 'warn') : 'ok'}>
          {alert ? t('inDays', { days: alert.inDays }) : t('calm')}
        </StatePill>
      }
    >
      <div className="grid gap-3">
        <div className="grid gap-0.5">
          <p className="font-display text-xl font-semibold">
            {outcome.expected
              ? t('fullOn', { date: date(outcome.expected) })
              : outcome.soonest && t('maybeOn', { date: date(outcome.soonest) })}
          </p>
          <p className="text-ink-2">
            {outcome.soonest &&
              (outcome.latest
                ? t('band', { soonest: date(outcome.soonest), latest: date(outcome.latest) })
                : t('bandOpen', { soonest: date(outcome.soonest) }))}
          </p>
        </div>
        <ForecastChart
          forecast={forecast}
          label={t('chart', { resource: t(`resource.${resource}`) })}
          capacity={amount(total)}
        />
        <p className="text-sm text-ink-2">
          {t('claimed', {
            claimed: amount(claimed),
            total: amount(total),
            share: formatShare(claimed, total, locale),
          })}
        </p>
        <Disclosure summary={t('figures')} className="text-sm">
          <table className="w-full max-w-sm">
            <thead>
              <tr className="text-left text-ink-3">
                <th className="py-0.5 font-normal">{t('day')}</th>
                <th className="py-0.5 text-right font-normal">{t('held')}</th>
              </tr>
            </thead>
            <tbody>
              {monthly(forecast).map(({ day, value }) => (
                <tr key={day} className="border-t border-line">
                  <td className="py-1">{date(day)}</td>
                  <td className="py-1 text-right tabular-nums">{amount(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Disclosure>
      </div>
    </Card>
  )
}

const dayMs = 86_400_000
const everyDays = 30

/** One day in thirty of the history, including the last one. */
function monthly({ points, lastDay }: ResourceForecast): { day: string; value: number }[] {
  return points
    .map((value, index) => {
      const ago = points.length - 1 - index
      return { day: new Date(Date.parse(lastDay) - ago * dayMs).toISOString().slice(0, 10), value, ago }
    })
    .filter(({ ago }) => ago % everyDays === 0)
}
