import { useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { RelativeTime } from '~/components/ui/display/relative-time'
import type { ZoneView } from '~/lib/platform/client'
import { VerdictPill } from './verdict-pill'

/** Each zone: whether its hypervisor answers, its silent hosts, and the differences from our rows. */
export function ZonesCard({ zones }: { zones: readonly ZoneView[] }) {
  const t = useTranslations('platform')
  const reach = ({ isCircuitOpen, isSimulated, reachedAt }: ZoneView) => {
    if (isCircuitOpen) return t('circuitOpen')
    if (reachedAt) return <RelativeTime at={new Date(reachedAt)} />
    return isSimulated ? t('simulated') : t('neverReached')
  }
  const columns: Column<ZoneView>[] = [
    { id: 'zone', header: t('column.zone'), cell: ({ zone }) => zone },
    { id: 'verdict', header: t('column.verdict'), cell: ({ verdict }) => <VerdictPill verdict={verdict} /> },
    { id: 'reached', header: t('column.reached'), cell: reach },
    { id: 'silent', header: t('column.silentHosts'), numeric: true, cell: ({ silentHosts }) => silentHosts },
    { id: 'open', header: t('column.driftsOpen'), numeric: true, cell: ({ driftsOpen }) => driftsOpen },
    { id: 'held', header: t('column.driftsHeld'), numeric: true, cell: ({ driftsHeld }) => driftsHeld },
  ]
  return (
    <Card title={t('zones')} padded={false}>
      <DataTable
        caption={t('zones')}
        columns={columns}
        rows={zones}
        rowKey={({ zone }) => zone}
        empty={<EmptyState title={t('noZone')} />}
      />
    </Card>
  )
}
