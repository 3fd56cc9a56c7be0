'use client'
import { useLocale, useTranslations } from 'next-intl'
import { niceMax } from '~/components/chart/line-path'
import { TimeChart } from '~/components/chart/time-chart'
import { formatBytesPerSecond, formatGib, formatShare, type Locale } from '~/lib/kernel/text/format'
import type { MetricPoint, MetricSeries } from '~/lib/resources/client'
import { cpuPercent, diskGib, limitGib, memoryGib } from './readings'
import { timeFormat } from './time-format'

/** The total that usage is compared with. Null if the sum of the servers' disks has no limit. */
export type MetricLimits = { processors: number; memoryMib: number; diskGib: number | null }

/** CPU, memory, disk and network of a server or a host, each over the same time. */
export function MetricCharts({ series, limits }: { series: MetricSeries; limits: MetricLimits }) {
  const t = useTranslations('metrics')
  const locale = useLocale() as Locale
  const { points } = series
  const samples = (value: (point: MetricPoint) => number | null) =>
    points.map((point) => ({ at: Date.parse(point.at), value: value(point) }))
  const largest = (...values: ((point: MetricPoint) => number | null)[]) =>
    points.reduce((max, point) => Math.max(max, ...values.map((value) => value(point) ?? 0)), 0)
  const share = (point: MetricPoint) => cpuPercent(point, limits.processors)
  const frame = {
    from: Date.parse(series.from),
    to: Date.parse(series.to),
    stepMs: series.stepSeconds * 1000,
    formatTime: timeFormat(series.range, locale),
  }
  const gib = (value: number) => formatGib(Math.round(value * 10) / 10, locale)
  const percent = (value: number) => formatShare(value, 100, locale)
  const rate = (value: number) => formatBytesPerSecond(value, locale)
  const [received, sent] = [
    (point: MetricPoint) => point.receivedBytesPerSecond,
    (point: MetricPoint) => point.sentBytesPerSecond,
  ]
  const summary = (title: string, format: (value: number) => string, max: number) =>
    t('summary', { title, max: format(max), count: points.length })
  const diskMax = Math.max(limits.diskGib ?? 0, largest(diskGib))
  return (
    <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
      <TimeChart
        {...frame}
        title={t('cpu')}
        summary={summary(t('cpu'), percent, largest(share))}
        lines={[{ key: 'cpu', label: t('cpu'), samples: samples(share) }]}
        max={Math.min(100, niceMax(largest(share), 10))}
        format={percent}
      />
      <TimeChart
        {...frame}
        title={t('memory')}
        summary={summary(t('memory'), gib, largest(memoryGib))}
        lines={[{ key: 'memory', label: t('memory'), samples: samples(memoryGib) }]}
        max={limitGib(limits.memoryMib)}
        format={gib}
      />
      {points.some((point) => point.diskMib !== null) && (
        <TimeChart
          {...frame}
          title={t('disk')}
          summary={summary(t('disk'), gib, largest(diskGib))}
          lines={[{ key: 'disk', label: t('disk'), samples: samples(diskGib) }]}
          max={niceMax(diskMax, 1)}
          format={gib}
        />
      )}
      <TimeChart
        {...frame}
        title={t('network')}
        summary={summary(t('network'), rate, largest(received, sent))}
        lines={[
          { key: 'received', label: t('received'), samples: samples(received) },
          { key: 'sent', label: t('sent'), samples: samples(sent), isDashed: true },
        ]}
        max={niceMax(largest(received, sent), 1_000)}
        format={rate}
      />
    </div>
  )
}
