'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { instanceListQuery, type ListParams } from '~/app/_client/compute'
import { DataTable } from '~/components/table/data-table'
import { FilterBar } from '~/components/table/filter-bar'
import { Pagination } from '~/components/table/pagination'
import type { TableState } from '~/components/table/table-state'
import { EmptyState } from '~/components/ui/display/empty-state'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { useQuery } from '~/components/ui/queries'
import { type Packed, unpack } from '~/lib/kernel/files/packed'
import {
  type InstanceLine,
  type ListPage,
  listedInstanceStates,
  listPageSize,
  type ProjectRef,
  type ZoneChoice,
} from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { BulkPower } from './bulk-power'
import { useInstanceColumns } from './use-instance-columns'

type Props = {
  organisationId: string
  initial: Packed<ListPage<InstanceLine>>
  params: ListParams
  state: TableState
  tags: readonly string[]
  zones: readonly ZoneChoice[]
  projects: readonly ProjectRef[]
  /** Link to a first order, for people who may order. */
  order: ReactNode
  mayOperate: boolean
}

/** The list of servers: rendered on the server, then polled. */
export function InstanceTable({
  organisationId,
  initial,
  params,
  state,
  tags,
  zones,
  projects,
  order,
  mayOperate,
}: Props) {
  const t = useTranslations('compute')
  const query = instanceListQuery(organisationId, params)
  const { data } = useQuery({ ...query, initialData: () => unpack(initial) })
  const columns = useInstanceColumns()
  const isFiltered = ['state', 'zone', 'project', 'tag', 'q'].some((name) => state.query[name])
  useFocusRescue(isFiltered)
  if (data.total === 0 && !isFiltered) {
    return (
      <EmptyState icon="server" title={t('instances.emptyTitle')} action={order}>
        {t('instances.emptyText')}
      </EmptyState>
    )
  }
  return (
    <DataTable
      caption={t('instances.caption')}
      columns={columns}
      rows={data.rows}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.name}
      rowHref={(row) => routes.org.instance(organisationId, row.id)}
      state={state}
      bulk={
        mayOperate ? (
          <BulkPower organisationId={organisationId} rows={data.rows} queryKey={query.queryKey} />
        ) : undefined
      }
      toolbar={
        <FilterBar
          state={state}
          searchLabel={t('instances.search')}
          filters={[
            {
              name: 'state',
              label: t('field.state'),
              options: listedInstanceStates.map((value) => ({ value, label: t(`state.${value}`) })),
            },
            {
              name: 'zone',
              label: t('field.zone'),
              options: zones.map(({ code, name }) => ({ value: code, label: `${name} ${code}` })),
            },
            ...(projects.length > 0
              ? [
                  {
                    name: 'project',
                    label: t('field.project'),
                    options: projects.map(({ id, name }) => ({ value: id, label: name })),
                  },
                ]
              : []),
            ...(tags.length > 0
              ? [
                  {
                    name: 'tag',
                    label: t('instances.tag'),
                    options: tags.map((tag) => ({ value: tag, label: tag })),
                  },
                ]
              : []),
          ]}
        />
      }
      empty={
        <EmptyState icon="filter" title={t('instances.noneFound')}>
          {t('instances.noneFoundText')}
        </EmptyState>
      }
      footer={<Pagination state={state} total={data.total} pageSize={listPageSize} />}
    />
  )
}
