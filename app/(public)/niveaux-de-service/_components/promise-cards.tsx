import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { formatBasisPoints, formatDuration, type Locale } from '~/lib/kernel/text/format'
import { type ContractView, formatExact, formatPpm } from '~/lib/sla/client'

const thirtyDaysMs = 30 * 86_400_000

type Props = { promise: ContractView; withoutDefinitions?: boolean }

/** One version of the contract: objectives, credits, exclusions, and measurement. */
export function PromiseCards({ promise, withoutDefinitions = false }: Props) {
  const t = useTranslations('serviceLevels.public')
  const locale = useLocale() as Locale
  const { bundles, zones, terms } = promise
  /** The page may show two versions. */
  const captionOf = (table: string) => t('captionOf', { table, version: promise.version })
  /** Allowed downtime in 30 days. */
  const perMonth = (ppm: number) =>
    formatExact(Math.floor((thirtyDaysMs * (1_000_000 - ppm)) / 1_000_000), locale)
  return (
    <>
      <Card title={t('bundles')} padded={false}>
        <DataTable
          caption={captionOf(t('bundles'))}
          exportable={false}
          isWhole
          rows={bundles}
          rowKey={({ bundleId }) => bundleId}
          columns={[
            { id: 'bundle', header: t('bundle'), cell: ({ name }) => name },
            {
              id: 'availability',
              header: t('availability'),
              numeric: true,
              cell: ({ availabilityPpm }) => <strong>{formatPpm(availabilityPpm, locale)}</strong>,
            },
            {
              id: 'perMonth',
              header: t('perMonth'),
              numeric: true,
              cell: ({ availabilityPpm }) => perMonth(availabilityPpm),
            },
            {
              id: 'support',
              header: t('support'),
              numeric: true,
              cell: ({ supportResponseMinutes }) => formatDuration(supportResponseMinutes * 60, locale),
            },
            {
              id: 'provisioning',
              header: t('provisioning'),
              numeric: true,
              cell: ({ provisioningSeconds }) => formatDuration(provisioningSeconds, locale),
            },
          ]}
        />
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t('zones')} padded={false}>
          <DataTable
            caption={captionOf(t('zones'))}
            exportable={false}
            rows={zones}
            rowKey={({ zoneId }) => zoneId}
            columns={[
              { id: 'zone', header: t('zone'), cell: ({ name }) => name },
              {
                id: 'availability',
                header: t('availability'),
                numeric: true,
                cell: ({ availabilityPpm }) => <strong>{formatPpm(availabilityPpm, locale)}</strong>,
              },
              {
                id: 'perMonth',
                header: t('perMonth'),
                numeric: true,
                cell: ({ availabilityPpm }) => perMonth(availabilityPpm),
              },
            ]}
          />
        </Card>
        <Card title={t('credits')} padded={false}>
          <DataTable
            caption={captionOf(t('credits'))}
            exportable={false}
            rows={terms.creditSteps}
            rowKey={({ belowPpm }) => String(belowPpm)}
            columns={[
              {
                id: 'below',
                header: t('below'),
                cell: ({ belowPpm }) =>
                  belowPpm === 'objective'
                    ? t('belowObjective')
                    : t('belowPercent', { percent: formatPpm(belowPpm, locale) }),
              },
              {
                id: 'reduction',
                header: t('reduction'),
                numeric: true,
                cell: ({ reductionBasisPoints }) => (
                  <strong>{formatBasisPoints(reductionBasisPoints, locale)}</strong>
                ),
              },
            ]}
          />
          <div className="grid gap-1.5 border-t border-line px-4.5 py-3 text-sm text-ink-2">
            <p>{t('creditsNote')}</p>
            <p>{t('cap', { percent: formatBasisPoints(terms.creditCapBasisPoints, locale) })}</p>
            <p>{t('auto')}</p>
          </div>
        </Card>
      </div>
      <Card title={t('exclusions')}>
        <ul className="grid list-disc gap-2 pl-5">
          <li>
            {t('maintenance', {
              hours: terms.maintenance.noticeHours,
              minutes: terms.maintenance.allowanceMinutesPerMonth,
            })}
          </li>
          <li>{t('ownStop')}</li>
          <li>{t('forceMajeure')}</li>
        </ul>
      </Card>
      {!withoutDefinitions && (
        <Card title={t('definitions')}>
          <ul className="grid list-disc gap-2 pl-5">
            {(['looks', 'down', 'unknown', 'formula', 'life', 'evidence'] as const).map((each) => (
              <li key={each}>{t(`definition.${each}`)}</li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
