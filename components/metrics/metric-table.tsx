'use client'
import { useLocale, useTranslations } from 'next-intl'
import { thinOut } from '~/components/chart/line-path'
import { ScrollRegion } from '~/components/table/scroll-region'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { MetricSeries } from '~/lib/resources/client'
import { cpuPercent, diskGib, memoryGib } from './readings'
import { timeFormat } from './time-format'

const rowsMax = 60

/** The figures of the charts, latest first; thinned out if there are many. */
export function MetricTable({ series, processors }: { series: MetricSeries; processors: number }) {
  const t = useTranslations('metrics')
  const locale = useLocale() as Locale
  const time = timeFormat(series.range, locale)
  const number = (value: number, decimals = 1) =>
    formatNumber(Math.round(value * 10 ** decimals) / 10 ** decimals, locale)
  const formatDisk = (gib: number | null) => (gib === null ? '–' : number(gib))
  return (
    <ScrollRegion label={t('figures')}>
      <table className="data-table stacked w-full [&_tbody_tr:last-child>*]:border-b-0">
        <caption className="sr-only">{t('figures')}</caption>
        <thead>
          <tr>
            <th scope="col" className="text-left">
              {t('time')}
            </th>
            {(['cpuShare', 'memoryGib', 'diskGib', 'receivedKb', 'sentKb'] as const).map((column) => (
              <th key={column} scope="col" className="text-right">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {thinOut(series.points, rowsMax)
            .toReversed()
            .map((point) => (
              <tr key={point.at}>
                <th scope="row" className="text-left font-normal tabular-nums">
                  {time(Date.parse(point.at))}
                </th>
                <td data-label={t('cpuShare')} className="stack-end text-right">
                  {number(cpuPercent(point, processors))}
                </td>
                <td data-label={t('memoryGib')} className="text-right">
                  {number(memoryGib(point), 2)}
                </td>
                <td data-label={t('diskGib')} className="text-right">
                  {formatDisk(diskGib(point))}
                </td>
                <td data-label={t('receivedKb')} className="text-right">
                  {number(point.receivedBytesPerSecond / 1_000)}
                </td>
                <td data-label={t('sentKb')} className="text-right">
                  {number(point.sentBytesPerSecond / 1_000)}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
