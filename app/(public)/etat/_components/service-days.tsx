import { useLocale, useTranslations } from 'next-intl'
import { Disclosure } from '~/components/ui/display/disclosure'
import { StatePill } from '~/components/ui/display/state-pill'
import { TextLink } from '~/components/ui/links/text-link'
import type { DayState, StatusView } from '~/lib/incidents/client'
import { formatDate, formatElapsedMs, type Locale } from '~/lib/kernel/text/format'
import { formatPpm } from '~/lib/sla/client'
import { type DayRun, runsOfDays } from './day-runs'

type Kind = 'up' | 'disturbed' | 'down' | 'unknown'

/** Below this, a day counts as severely disturbed. */
const badPpm = 990_000
const height = 34
const step = 10

/** Different shades and heights, so that the chart is readable in black and white. */
const looks: Record<Kind, { stroke: string; height: number }> = {
  up: { stroke: 'stroke-ok', height },
  disturbed: { stroke: 'stroke-warn', height: 24 },
  down: { stroke: 'stroke-bad', height: 15 },
  unknown: { stroke: 'stroke-line', height: 7 },
}

function kindOf({ availabilityPpm, incidents }: DayState): Kind {
  if (availabilityPpm === null) return incidents.length > 0 ? 'disturbed' : 'unknown'
  if (availabilityPpm === 1_000_000) return incidents.length > 0 ? 'disturbed' : 'up'
  return availabilityPpm >= badPpm ? 'disturbed' : 'down'
}

/** A service by day: a bar each, and the figures in a collapsible table with equal days grouped. */
export function ServiceDays({ service }: { service: StatusView['services'][number] }) {
  const t = useTranslations('status')
  const locale = useLocale() as Locale
  const { kind, name, city, days, availabilityPpm, isDown, isKnown, isDisturbed } = service
  const title = kind === 'site' ? t(`site.${name}`) : t('zone', { name, city })
  const figure = (ppm: number | null) => (ppm === null ? t('unknown') : formatPpm(ppm, locale))
  const standing = isDown ? 'down' : isDisturbed ? 'disturbed' : isKnown ? 'up' : 'unknown'
  const formatMs = (milliseconds: number) =>
    milliseconds === 0 ? '–' : formatElapsedMs(milliseconds, locale)
  // Noon UTC is the same day in Paris in summer and winter.
  const dayOf = (day: string) => formatDate(new Date(`${day}T12:00:00Z`), locale)
  const daysOf = ({ day, lastDay, count }: DayRun) =>
    count === 1 ? dayOf(day) : t('days', { from: dayOf(day), to: dayOf(lastDay) })
  const runs = runsOfDays(days)
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="flex flex-wrap items-center gap-2 text-base font-semibold">
          {title}
          <StatePill tone={({ down: 'bad', disturbed: 'warn', up: 'ok', unknown: 'off' } as const)[standing]}>
            {t(`now.${standing}`)}
          </StatePill>
        </h3>
        <p className="text-sm text-ink-2 tabular-nums">
          {t('overDays', { count: days.length, figure: figure(availabilityPpm) })}
        </p>
      </div>
      <svg
        viewBox={`0 0 ${days.length * step} ${height}`}
        preserveAspectRatio="none"
        className="h-9 w-full"
        role="img"
        aria-label={t('chart', { title, figure: figure(availabilityPpm) })}
      >
        {runs.map((run, index) => {
          const look = looks[kindOf(run)]
          const first = runs.slice(0, index).reduce((sum, { count }) => sum + count, 0)
          return (
            // One dashed line: a dash per day, with the line's width as its height.
            <line
              key={run.day}
              x1={first * step + 1}
              x2={(first + run.count) * step - 1}
              y1={height - look.height / 2}
              y2={height - look.height / 2}
              strokeWidth={look.height}
              strokeDasharray={`${step - 2} 2`}
              className={look.stroke}
            >
              <title>
                {[
                  daysOf(run),
                  figure(run.availabilityPpm),
                  ...run.incidents.map((number) => t('incident', { number })),
                ].join(', ')}
              </title>
            </line>
          )
        })}
      </svg>
      <Disclosure summary={t('figures')}>
        <table className="w-full text-left text-sm tabular-nums">
          <thead>
            <tr>
              <th scope="col">{t('day')}</th>
              <th scope="col" className="text-right">
                {t('availability')}
              </th>
              <th scope="col" className="text-right">
                {t('downTime')}
              </th>
              <th scope="col" className="text-right">
                {t('unknownTime')}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...runs].reverse().map((run) => (
              <tr key={run.day}>
                <th scope="row" className="font-normal">
                  {daysOf(run)}
                  {run.incidents.map((number) => (
                    <TextLink key={number} href={`#incident-${number}`} className="ml-2">
                      {t('incident', { number })}
                    </TextLink>
                  ))}
                </th>
                <td className="text-right">{figure(run.availabilityPpm)}</td>
                <td className="text-right">{formatMs(run.downMs)}</td>
                <td className="text-right">{formatMs(run.unknownMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </div>
  )
}
