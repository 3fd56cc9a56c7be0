import { useTranslations } from 'next-intl'
import { InstanceStatePill } from '~/components/compute/instance-state'
import { DataTable } from '~/components/table/data-table'
import { Pagination } from '~/components/table/pagination'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { allocationsPerPage, type HostAllocationView, type HostView } from '~/lib/datacentre/client'
import type { InstanceState } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Props = {
  host: HostView
  allocations: HostAllocationView[]
  searchParams: Record<string, string | string[] | undefined>
}

/** The allocations on the host and their organisations. */
export function AllocationTable({ host, allocations, searchParams }: Props) {
  const t = useTranslations('inventory.host')
  const state = readTableState(searchParams, {
    pathname: routes.operator.host(host.id),
    sortable: [],
    defaultSort: 'createdAt',
  })
  const silence = host.unreachableSince ? { since: host.unreachableSince } : null
  return (
    <Card title={t('allocations')} note={t('allocationsCount', { count: host.allocations })} padded={false}>
      <DataTable
        caption={t('allocationsTable')}
        rows={allocations}
        rowKey={(row) => row.id}
        state={state}
        columns={[
          {
            id: 'name',
            header: t('name'),
            cell: (row) => <span className="font-mono text-sm">{row.instance?.name ?? row.resourceId}</span>,
          },
          {
            id: 'organisation',
            header: t('organisation'),
            cell: (row) => (
              <TextLink href={routes.operator.organisation(row.organisation.id)}>
                {row.organisation.name}
              </TextLink>
            ),
          },
          {
            id: 'state',
            header: t('serverState'),
            cell: (row) =>
              row.instance ? (
                <InstanceStatePill
                  state={row.instance.state as InstanceState}
                  health={row.instance.state === 'running' ? silence : null}
                />
              ) : (
                '–'
              ),
          },
          { id: 'bundle', header: t('bundle'), cell: (row) => row.instance?.bundle ?? '–' },
          { id: 'vcpu', header: t('vcpu'), numeric: true, cell: (row) => row.vcpu },
          { id: 'memory', header: t('memory'), numeric: true, cell: (row) => row.memoryMib / 1024 },
          { id: 'disk', header: t('disk'), numeric: true, cell: (row) => row.diskGib },
          {
            id: 'address',
            header: t('address'),
            cell: (row) => <span className="font-mono text-sm">{row.address ?? '–'}</span>,
          },
          { id: 'claim', header: t('claim'), cell: (row) => t(`claimState.${row.state}`) },
          {
            id: 'createdAt',
            header: t('createdAt'),
            cell: (row) => <Timestamp at={new Date(row.createdAt)} look="short" />,
          },
        ]}
        footer={<Pagination state={state} total={host.allocations} pageSize={allocationsPerPage} />}
        empty={<EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
      />
    </Card>
  )
}
