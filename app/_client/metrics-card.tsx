'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { MetricCharts, type MetricLimits } from '~/components/metrics/metric-charts'
import { MetricTable } from '~/components/metrics/metric-table'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Button } from '~/components/ui/links/button'
import { useQuery } from '~/components/ui/queries'
import { type MetricRange, metricRanges } from '~/lib/resources/client'
import { type MetricSource, metricsQuery } from './metrics'

type Props = { source: MetricSource; limits: MetricLimits; level?: 2 | 3 }

/** The usage of a server or host as charts and figures, polled at the rate of measurement. */
export default function MetricsCard({ source, limits, level = 2 }: Props) {
  const t = useTranslations('metrics')
  const [range, setRange] = useState<MetricRange>('hour')
  const [isOpen, setOpen] = useState(false)
  const { data, isError } = useQuery(metricsQuery(source, range))
  const hasPoints = data !== undefined && data.points.length > 0
  return (
    <Card
      level={level}
      title={t('title')}
      note={t(source.kind === 'host' ? 'hostNote' : 'note')}
      actions={
        <RadioGroup
          name={`range-${source.id}`}
          legend={t('range')}
          legendHidden
          look="chips"
          value={range}
          onValueChange={(value) => setRange(value as MetricRange)}
          options={metricRanges.map((value) => ({ value, label: t(`ranges.${value}`) }))}
        />
      }
    >
      {!data && !isError && <div aria-hidden="true" className="h-104 rounded-card bg-sunken" />}
      {!data && isError && <Callout tone="warn" live title={t('unavailable')} />}
      {data && !hasPoints && <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
      {hasPoints && (
        <div className="grid gap-5">
          <MetricCharts series={data} limits={limits} />
          <div className="grid gap-3">
            <Button
              size="sm"
              variant="quiet"
              className="justify-self-start"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {t(isOpen ? 'hideFigures' : 'showFigures')}
            </Button>
            {isOpen && <MetricTable series={data} processors={limits.processors} />}
          </div>
        </div>
      )}
    </Card>
  )
}
