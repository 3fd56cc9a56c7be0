import { useLocale, useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Meter } from '~/components/ui/display/meter'
import { formatNumber, formatShare, type Locale } from '~/lib/kernel/text/format'
import { formatExact, formatPpm, type OperatorLevelsView } from '~/lib/sla/client'

type Row = OperatorLevelsView['byZone'][number]

/** Consumption of the month's error budgets, by zone and by hardware generation. */
export function BurnTables({ view }: { view: OperatorLevelsView }) {
  const t = useTranslations('slaOperator')
  const locale = useLocale() as Locale
  const shared: Column<Row>[] = [
    {
      id: 'resources',
      header: t('resources'),
      numeric: true,
      cell: (row) => formatNumber(row.resources, locale),
    },
    {
      id: 'breached',
      header: t('breached'),
      numeric: true,
      cell: (row) => formatNumber(row.breached, locale),
    },
    { id: 'down', header: t('down'), numeric: true, cell: (row) => formatExact(row.downMs, locale) },
    {
      id: 'burn',
      header: t('burn'),
      numeric: true,
      cell: (row) => {
        if (row.burntPpm === null) return '–'
        const text = formatShare(row.burntPpm, 1_000_000, locale)
        return (
          <span className="flex items-center sm:justify-end gap-2.5">
            <Meter
              label={t('burn')}
              value={row.burntPpm}
              max={1_000_000}
              valueText={text}
              tone="auto"
              className="w-16 shrink-0"
            />
            {text}
          </span>
        )
      },
    },
    {
      id: 'unknown',
      header: t('unknownTime'),
      numeric: true,
      cell: (row) => formatExact(row.unknownMs, locale),
    },
  ]
  return (
    <div className="grid gap-4">
      <Card title={t('byZone')} padded={false}>
        <DataTable
          caption={t('byZone')}
          rows={view.byZone}
          rowKey={(row) => row.key}
          columns={[
            { id: 'zone', header: t('zone'), cell: (row) => row.key },
            ...shared,
            {
              id: 'own',
              header: t('zoneItself'),
              numeric: true,
              cell: ({ own }) =>
                own?.availabilityPpm == null
                  ? t('unknown')
                  : formatPpm(own.availabilityPpm, locale, own.objectivePpm),
            },
          ]}
        />
      </Card>
      <Card title={t('byGeneration')} note={t('byGenerationNote')} padded={false}>
        <DataTable
          caption={t('byGeneration')}
          rows={view.byGeneration}
          rowKey={(row) => row.key}
          columns={[
            { id: 'generation', header: t('generation'), cell: (row) => row.key || t('volumes') },
            ...shared,
          ]}
        />
      </Card>
    </div>
  )
}
