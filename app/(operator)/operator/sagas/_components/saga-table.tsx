'use client'
import { useTranslations } from 'next-intl'
import { sagaListQuery } from '~/app/_client/operations'
import { DataTable } from '~/components/table/data-table'
import { FilterBar } from '~/components/table/filter-bar'
import { Pagination } from '~/components/table/pagination'
import type { TableState } from '~/components/table/table-state'
import { EmptyState } from '~/components/ui/display/empty-state'
import { useQuery } from '~/components/ui/queries'
import { type SagaPage, sagaStates } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { sagaKinds } from '~/lib/sagas/client'
import { StrandedCallout } from './stranded-callout'
import { useSagaColumns } from './use-saga-columns'

type Props = { initial: SagaPage; params: Readonly<Record<string, string>>; state: TableState }

/** Sagas of all organisations: rendered on the server, then polled. */
export function SagaTable({ initial, params, state }: Props) {
  const t = useTranslations('operations')
  const kinds = useTranslations('provisioning')
  const { data } = useQuery({ ...sagaListQuery(params), initialData: initial })
  const columns = useSagaColumns()
  return (
    <>
      {data.stranded > 0 && (
        <div className="p-4.5">
          <StrandedCallout count={data.stranded} />
        </div>
      )}
      <DataTable
        caption={t('sagas.caption')}
        columns={columns}
        rows={data.sagas}
        rowKey={(saga) => saga.id}
        rowLabel={(saga) => `${kinds(`kind.${saga.kind}`)} ${saga.resourceName ?? saga.resourceId}`}
        rowHref={(saga) => routes.operator.saga(saga.id)}
        state={state}
        toolbar={
          <FilterBar
            state={state}
            searchLabel={t('sagas.search')}
            filters={[
              {
                name: 'state',
                label: t('sagas.filter.state'),
                options: (['live', 'stranded', ...sagaStates] as const).map((value) => ({
                  value,
                  label: t(`state.${value}`),
                })),
              },
              {
                name: 'kind',
                label: t('sagas.filter.kind'),
                options: sagaKinds.map((value) => ({ value, label: kinds(`kind.${value}`) })),
              },
            ]}
          />
        }
        empty={<EmptyState title={t('sagas.empty')} />}
        footer={<Pagination state={state} total={data.total} pageSize={data.pageSize} />}
      />
    </>
  )
}
