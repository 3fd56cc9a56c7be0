'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type ListParams, volumeListQuery } from '~/app/_client/compute'
import { DataTable } from '~/components/table/data-table'
import { FilterBar } from '~/components/table/filter-bar'
import { Pagination } from '~/components/table/pagination'
import type { TableState } from '~/components/table/table-state'
import { EmptyState } from '~/components/ui/display/empty-state'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import { useQuery } from '~/components/ui/queries'
import {
  type ListPage,
  listedVolumeStates,
  listPageSize,
  type ProjectRef,
  type VolumeView,
  type ZoneChoice,
} from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { useVolumeColumns } from './use-volume-columns'

type Props = {
  organisationId: string
  initial: ListPage<VolumeView>
  params: ListParams
  state: TableState
  zones: readonly ZoneChoice[]
  projects: readonly ProjectRef[]
  /** Link to a first order, for people who may order. */
  order: ReactNode
}

/** The list of volumes: rendered on the server, then polled. */
export function VolumeTable({ organisationId, initial, params, state, zones, projects, order }: Props) {
  const t = useTranslations('compute')
  const { data } = useQuery({ ...volumeListQuery(organisationId, params), initialData: initial })
  const columns = useVolumeColumns(organisationId)
  const isFiltered = ['state', 'zone', 'project', 'q'].some((name) => state.query[name])
  useFocusRescue(isFiltered)
  if (data.total === 0 && !isFiltered) {
    return (
      <EmptyState icon="disk" title={t('volumes.emptyTitle')} action={order}>
        {t('volumes.emptyText')}
      </EmptyState>
    )
  }
  return (
    <DataTable
      caption={t('volumes.caption')}
      columns={columns}
      rows={data.rows}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.name}
      rowHref={(row) => routes.org.volume(organisationId, row.id)}
      state={state}
      toolbar={
        <FilterBar
          state={state}
          searchLabel={t('volumes.search')}
          filters={[
            {
              name: 'state',
              label: t('field.state'),
              options: listedVolumeStates.map((value) => ({ value, label: t(`state.${value}`) })),
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
          ]}
        />
      }
      empty={
        <EmptyState icon="filter" title={t('volumes.noneFound')}>
          {t('volumes.noneFoundText')}
        </EmptyState>
      }
      footer={<Pagination state={state} total={data.total} pageSize={listPageSize} />}
    />
  )
}
