import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { TextLink } from '~/components/ui/links/text-link'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { formatExact, formatPpm, type LevelState, type OperatorLevelsView } from '~/lib/sla/client'

const tones: Record<LevelState, Tone> = {
  breached: 'bad',
  at_risk: 'warn',
  kept: 'ok',
  unknown: 'off',
  none: 'off',
}

/** Objectives at risk, over all customers. */
export function RiskTable({ view }: { view: OperatorLevelsView }) {
  const t = useTranslations('slaOperator')
  const locale = useLocale() as Locale
  const more = view.riskCount - view.risks.length
  return (
    <Card
      title={t('risk')}
      note={t('riskNote', { period: new Date(`${view.period}-15T12:00:00Z`) })}
      padded={false}
    >
      <DataTable
        caption={t('risk')}
        rows={view.risks}
        rowKey={(row) => row.id}
        columns={[
          { id: 'name', header: t('resource'), cell: (row) => row.name },
          {
            id: 'organisation',
            header: t('organisation'),
            cell: (row) => (
              <TextLink href={routes.operator.organisation(row.organisationId)}>{row.organisation}</TextLink>
            ),
          },
          { id: 'zone', header: t('zone'), cell: (row) => row.zone },
          { id: 'host', header: t('host'), cell: (row) => row.host ?? '–' },
          {
            id: 'measured',
            header: t('measured'),
            numeric: true,
            cell: (row) =>
              row.availabilityPpm === null
                ? t('unknown')
                : formatPpm(row.availabilityPpm, locale, row.objectivePpm),
          },
          {
            id: 'objective',
            header: t('objective'),
            numeric: true,
            cell: (row) => formatPpm(row.objectivePpm, locale),
          },
          {
            id: 'left',
            header: t('left'),
            numeric: true,
            cell: (row) =>
              row.leftMs < 0
                ? t('over', { duration: formatExact(-row.leftMs, locale) })
                : formatExact(row.leftMs, locale),
          },
          {
            id: 'pace',
            header: t('pace'),
            cell: (row) => (
              <StatePill tone={row.pace === 'fast' ? 'bad' : row.pace === 'slow' ? 'warn' : 'off'}>
                {t(`paces.${row.pace ?? 'none'}`)}
              </StatePill>
            ),
          },
          {
            id: 'state',
            header: t('standing'),
            cell: (row) => <StatePill tone={tones[row.state]}>{t(`state.${row.state}`)}</StatePill>,
          },
        ]}
        empty={<p className="p-4.5 text-ink-2">{t('riskNone')}</p>}
        footer={
          <p className="border-t border-line px-4.5 py-2.5 text-sm text-ink-3">
            {more > 0 && `${t('riskMore', { count: more })} `}
            {t('paceNote')}
          </p>
        }
      />
    </Card>
  )
}
