import { useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { HostLossView } from '~/lib/resources/client'

/** Servers of this loss that run elsewhere again. */
export function RecoveredTable({ view }: { view: HostLossView }) {
  const t = useTranslations('losses')
  if (view.recovered.length === 0) return null
  return (
    <Card title={t('recovered', { count: view.recovered.length })} padded={false}>
      <DataTable
        caption={t('recovered', { count: view.recovered.length })}
        rows={view.recovered}
        rowKey={({ id }) => id}
        columns={[
          {
            id: 'name',
            header: t('column.server'),
            cell: ({ name }) => <span className="font-mono text-sm">{name}</span>,
          },
          {
            id: 'host',
            header: t('column.now'),
            cell: ({ hostName }) => <span className="font-mono text-sm">{hostName}</span>,
          },
          {
            id: 'at',
            header: t('column.at'),
            cell: ({ at }) => <Timestamp at={new Date(at)} look="short" />,
          },
        ]}
      />
    </Card>
  )
}
