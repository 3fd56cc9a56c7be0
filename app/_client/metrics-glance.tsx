'use client'
import { useLocale, useTranslations } from 'next-intl'
import { linePath, niceMax } from '~/components/chart/line-path'
import type { MetricLimits } from '~/components/metrics/metric-charts'
import { cpuPercent, diskGib, limitGib, memoryGib } from '~/components/metrics/readings'
import { Card } from '~/components/ui/display/card'
import { TextLink } from '~/components/ui/links/text-link'
import { useQuery } from '~/components/ui/queries'
import { formatBytesPerSecond, formatGib, formatShare, type Locale } from '~/lib/kernel/text/format'
import type { MetricPoint, MetricSeries } from '~/lib/resources/client'
import { type MetricSource, metricsQuery } from './metrics'

type Props = {
  source: MetricSource
  /** The last hour, drawn before the first answer; it may have fewer points. */
  initial: MetricSeries
  limits: MetricLimits
  /** The charts with axes and figures. */
  href: string
}

/** The last hour of a server in four small pictures, each with its latest value. */
export function MetricsGlance({ source, initial, limits, href }: Props) {
  const t = useTranslations('metrics')
  const locale = useLocale() as Locale
  const { data } = useQuery({ ...metricsQuery(source, 'hour'), placeholderData: initial })
  const series = data ?? initial
  const gib = (value: number) => formatGib(Math.round(value * 10) / 10, locale)
  const pictures = [
    {
      title: t('cpu'),
      readValue: (point: MetricPoint) => cpuPercent(point, limits.processors),
      max: 100,
      format: (value: number) => formatShare(value, 100, locale),
    },
    {
      title: t('memory'),
      readValue: memoryGib,
      max: limitGib(limits.memoryMib),
      format: gib,
    },
    {
      title: t('disk'),
      readValue: diskGib,
      max: limits.diskGib,
      format: gib,
    },
    {
      title: t('network'),
      readValue: (point: MetricPoint) => point.receivedBytesPerSecond + point.sentBytesPerSecond,
      max: null,
      format: (value: number) => formatBytesPerSecond(value, locale),
    },
  ]
  return (
    <Card title={t('title')} note={t('lastHour')} actions={<TextLink href={href}>{t('seeAll')}</TextLink>}>
      <ul className="grid grid-cols-2 gap-x-6 gap-y-4 xl:grid-cols-4">
        {pictures.map((picture) => (
          <Picture key={picture.title} series={series} {...picture} />
        ))}
      </ul>
    </Card>
  )
}

type PictureProps = {
  series: MetricSeries
  title: string
  readValue: (point: MetricPoint) => number | null
  /** The top of the picture; null for the largest value. */
  max: number | null
  format: (value: number) => string
}

function Picture({ series, title, readValue, max, format }: PictureProps) {
  const t = useTranslations('metrics')
  const samples = series.points.map((point) => ({ at: Date.parse(point.at), value: readValue(point) }))
  const values = samples.flatMap(({ value }) => (value === null ? [] : [value]))
  const largest = Math.max(0, ...values)
  const frame = {
    from: Date.parse(series.from),
    to: Date.parse(series.to),
    max: max ?? niceMax(largest, 1_000),
  }
  const steps = samples.slice(1).map(({ at }, index) => at - (samples[index]?.at ?? at))
  // Points that were left out are no gap.
  const stepMs = Math.max(series.stepSeconds * 1_000, ...(steps.length > 0 ? [Math.min(...steps)] : []))
  // An older value is not the present one.
  const last = samples.at(-1)
  const latest = last && frame.to - last.at <= stepMs * 2.5 ? last.value : null
  return (
    <li className="grid min-w-0 gap-1.5">
      <span className="flex flex-wrap items-baseline justify-between gap-x-2">
        <span className="text-sm text-ink-2">{title}</span>
        <span className="font-semibold tabular-nums">{latest === null ? '–' : format(latest)}</span>
      </span>
      <svg
        role="img"
        aria-label={t('summary', { title, max: format(largest), count: values.length })}
        viewBox="0 0 1000 100"
        preserveAspectRatio="none"
        className="h-10 w-full overflow-visible border-b border-line"
      >
        <path
          d={linePath(samples, frame, stepMs * 2.5)}
          vectorEffect="non-scaling-stroke"
          strokeWidth={1.75}
          strokeLinejoin="round"
          strokeLinecap="round"
          className="fill-none stroke-brand"
        />
      </svg>
    </li>
  )
}
