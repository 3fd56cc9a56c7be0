import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Badge } from '~/components/ui/display/state-pill'
import { formatDuration, type Locale } from '~/lib/kernel/text/format'
import { type ContractView, formatPpm } from '~/lib/sla/client'

/** The objectives of the version in force, by bundle and zone. */
export function ObjectiveTables({ contract }: { contract: ContractView }) {
  const t = useTranslations('slaOperator.contract')
  const locale = useLocale() as Locale
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Card title={t('objectives', { version: contract.version })} padded={false}>
        <DataTable
          caption={t('objectives', { version: contract.version })}
          isWhole
          rows={contract.bundles}
          rowKey={(row) => row.bundleId}
          columns={[
            {
              id: 'bundle',
              header: t('bundle'),
              cell: (row) => (
                <>
                  {row.name} {!row.isOnSale && <Badge>{t('notSold')}</Badge>}
                </>
              ),
            },
            {
              id: 'availability',
              header: t('availability'),
              numeric: true,
              cell: (row) => formatPpm(row.availabilityPpm, locale),
            },
            {
              id: 'support',
              header: t('support'),
              numeric: true,
              cell: (row) => formatDuration(row.supportResponseMinutes * 60, locale),
            },
            {
              id: 'provisioning',
              header: t('provisioning'),
              numeric: true,
              cell: (row) => formatDuration(row.provisioningSeconds, locale),
            },
          ]}
        />
      </Card>
      <Card title={t('zoneObjectives')} padded={false}>
        <DataTable
          caption={t('zoneObjectives')}
          rows={contract.zones}
          rowKey={(row) => row.zoneId}
          columns={[
            { id: 'zone', header: t('zone'), cell: (row) => row.name },
            {
              id: 'availability',
              header: t('availability'),
              numeric: true,
              cell: (row) => formatPpm(row.availabilityPpm, locale),
            },
          ]}
        />
      </Card>
    </div>
  )
}
