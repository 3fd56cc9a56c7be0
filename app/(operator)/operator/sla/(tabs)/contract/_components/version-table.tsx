import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { formatBasisPoints, type Locale } from '~/lib/kernel/text/format'
import { type ContractVersionView, formatPpm } from '~/lib/sla/client'

const tones: Record<ContractVersionView['standing'], Tone> = {
  announced: 'info',
  in_force: 'ok',
  past: 'off',
}

/** Every published version; the history is complete. */
export function VersionTable({ versions }: { versions: readonly ContractVersionView[] }) {
  const t = useTranslations('slaOperator.contract')
  const locale = useLocale() as Locale
  return (
    <Card title={t('versions')} note={t('lead')} padded={false}>
      <DataTable
        caption={t('versions')}
        rows={versions}
        rowKey={(row) => row.id}
        columns={[
          { id: 'version', header: t('version'), cell: (row) => row.version },
          {
            id: 'standing',
            header: t('standing'),
            cell: (row) => <StatePill tone={tones[row.standing]}>{t(`standings.${row.standing}`)}</StatePill>,
          },
          {
            id: 'from',
            header: t('from'),
            cell: (row) => <Timestamp at={new Date(row.validFrom)} look="date" />,
          },
          {
            id: 'steps',
            header: t('steps'),
            cell: ({ terms }) => (
              <ul>
                {terms.creditSteps.map(({ belowPpm, reductionBasisPoints }) => {
                  const reduction = formatBasisPoints(reductionBasisPoints, locale)
                  return (
                    <li key={belowPpm}>
                      {belowPpm === 'objective'
                        ? t('belowObjective', { reduction })
                        : t('belowPercent', { percent: formatPpm(belowPpm, locale), reduction })}
                    </li>
                  )
                })}
              </ul>
            ),
          },
          {
            id: 'cap',
            header: t('cap'),
            numeric: true,
            cell: ({ terms }) => formatBasisPoints(terms.creditCapBasisPoints, locale),
          },
          {
            id: 'maintenance',
            header: t('maintenance'),
            cell: ({ terms: { maintenance } }) =>
              t('maintenanceTerms', {
                hours: maintenance.noticeHours,
                minutes: maintenance.allowanceMinutesPerMonth,
              }),
          },
          {
            id: 'published',
            header: t('published'),
            cell: (row) =>
              row.publishedBy === null ? (
                t('product')
              ) : (
                <>
                  {row.publishedBy}
                  <span className="block text-sm text-ink-3">
                    <Timestamp at={new Date(row.publishedAt)} look="short" />
                  </span>
                </>
              ),
          },
        ]}
      />
    </Card>
  )
}
