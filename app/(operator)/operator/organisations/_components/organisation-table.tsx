import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Pagination } from '~/components/table/pagination'
import type { TableState } from '~/components/table/table-state'
import { EmptyState } from '~/components/ui/display/empty-state'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { formatIdentifier, organisationTone } from '~/lib/identity/client'
import type { QueueEntry } from '~/lib/moderation/client'
import { routes } from '~/lib/routes'

const pageSize = 50

type Props = { entries: readonly QueueEntry[]; total: number; state: TableState; toolbar: ReactNode }

export function OrganisationTable({ entries, total, state, toolbar }: Props) {
  const t = useTranslations()
  const head = (key: 'name' | 'identifier' | 'kind' | 'state' | 'status' | 'submitted') =>
    t(`moderation.organisations.${key}`)
  const columns: Column<QueueEntry>[] = [
    { id: 'name', header: head('name'), cell: (each) => each.legalName, sortable: true },
    {
      id: 'identifier',
      header: head('identifier'),
      cell: (each) => (
        <code className="text-sm">{formatIdentifier(each.siret ?? each.siren ?? each.vatNumber ?? '')}</code>
      ),
      csv: (each) => each.siret ?? each.siren ?? each.vatNumber ?? '',
    },
    { id: 'kind', header: head('kind'), cell: (each) => t(`identity.kind.${each.kind}`), hideable: true },
    {
      id: 'state',
      header: head('state'),
      sortable: true,
      cell: (each) => (
        <StatePill tone={organisationTone[each.state]}>{t(`identity.state.${each.state}`)}</StatePill>
      ),
    },
    {
      id: 'status',
      header: head('status'),
      cell: (each) => t(`moderation.case.status.${each.directoryStatus}`),
      hideable: true,
    },
    {
      id: 'submitted',
      header: head('submitted'),
      sortable: true,
      cell: (each) => <Timestamp at={new Date(each.submittedAt)} look="short" />,
    },
  ]
  return (
    <DataTable
      caption={t('moderation.organisations.title')}
      columns={columns}
      rows={entries}
      rowKey={(each) => each.id}
      rowHref={(each) => routes.operator.organisation(each.id)}
      rowLabel={(each) => each.legalName}
      state={state}
      toolbar={toolbar}
      empty={
        <EmptyState icon="building" title={t('moderation.organisations.emptyTitle')}>
          {t('moderation.organisations.empty')}
        </EmptyState>
      }
      footer={<Pagination state={state} total={total} pageSize={pageSize} />}
    />
  )
}
