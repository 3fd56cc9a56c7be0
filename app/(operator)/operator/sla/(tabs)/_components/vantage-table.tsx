import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { formatElapsedMs, formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { VantageHealthView } from '~/lib/sla/client'

const tones: Record<VantageHealthView['looks'], Tone> = {
  looking: 'ok',
  late: 'warn',
  away: 'bad',
  never: 'off',
}

/** Whether each vantage observes, its rounds of the last day, and its last failure. */
export function VantageTable({ vantages }: { vantages: readonly VantageHealthView[] }) {
  const t = useTranslations('slaOperator')
  const locale = useLocale() as Locale
  const time = (ms: number | null) => (ms === null ? '–' : formatElapsedMs(ms, locale))
  return (
    <Card title={t('probes')} padded={false}>
      <DataTable
        caption={t('probes')}
        rows={vantages}
        rowKey={(row) => row.id}
        columns={[
          {
            id: 'vantage',
            header: t('vantage'),
            cell: (row) => (
              <>
                {row.zone && <strong>{row.zone} </strong>}
                {t(`kinds.${row.kind}`)}
                <span className="block font-mono text-sm text-ink-3">{row.name}</span>
              </>
            ),
          },
          {
            id: 'looks',
            header: t('standing'),
            cell: (row) => <StatePill tone={tones[row.looks]}>{t(`looks.${row.looks}`)}</StatePill>,
          },
          {
            id: 'last',
            header: t('lastRound'),
            cell: (row) => (row.lastRoundAt ? <RelativeTime at={new Date(row.lastRoundAt)} /> : t('never')),
          },
          {
            id: 'rounds',
            header: t('rounds'),
            numeric: true,
            cell: (row) => formatNumber(row.rounds, locale),
          },
          {
            id: 'failed',
            header: t('failed'),
            numeric: true,
            cell: (row) => formatNumber(row.failedRounds, locale),
          },
          { id: 'mean', header: t('mean'), numeric: true, cell: (row) => time(row.meanMs) },
          { id: 'longest', header: t('longest'), numeric: true, cell: (row) => time(row.longestMs) },
          {
            id: 'failure',
            header: t('failure'),
            cell: (row) =>
              row.failure ? (
                <span className="block max-w-80 text-sm whitespace-normal">
                  <RelativeTime at={new Date(row.failure.at)} />
                  <span className="block font-mono text-ink-2 wrap-anywhere">{row.failure.text}</span>
                </span>
              ) : (
                '–'
              ),
          },
        ]}
        empty={
          <EmptyState icon="monitor" title={t('probesNone.title')}>
            {t('probesNone.text')}
          </EmptyState>
        }
      />
    </Card>
  )
}
