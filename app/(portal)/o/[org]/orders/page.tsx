import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ChangeText } from '~/components/ordering/change-text'
import { OrderStatePill } from '~/components/ordering/order-state-pill'
import { DataTable } from '~/components/table/data-table'
import { FilterBar } from '~/components/table/filter-bar'
import { Pagination } from '~/components/table/pagination'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { may } from '~/lib/identity'
import { listOrders, ordersPerPage } from '~/lib/ordering'
import type { OrderSummary } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('ordering.list')
  return { title: t('title') }
}

export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('ordering.list')
  const o = await getTranslations('ordering')
  const { organisationId, organisationState } = ctx.membership
  const state = readTableState(searchParams, {
    pathname: routes.org.orders(organisationId),
    sortable: [],
    defaultSort: 'placedAt',
  })
  const { rows, total, projects } = await listOrders(ctx, {
    page: state.page,
    projectId: state.query.project,
  })
  const order = organisationState === 'active' && may(ctx, 'order:place') && (
    <LinkButton href={routes.org.order(organisationId)} variant="primary">
      {t('order')}
    </LinkButton>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={total > 0 && order} />
      <Card padded={false}>
        <DataTable
          caption={t('table')}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => routes.org.orderDetail(organisationId, row.id)}
          state={state}
          toolbar={
            projects.length > 0 && (
              <FilterBar
                state={state}
                filters={[
                  {
                    name: 'project',
                    label: t('project'),
                    options: projects.map(({ id, name }) => ({ value: id, label: name })),
                  },
                ]}
              />
            )
          }
          columns={[
            {
              id: 'number',
              header: t('number'),
              cell: (row) => <span className="font-mono text-sm whitespace-nowrap">{row.number}</span>,
            },
            {
              id: 'content',
              header: t('content'),
              cell: (row) =>
                row.change ? (
                  <ChangeText change={row.change} />
                ) : (
                  row.lines.map(({ quantity, bundle, zone, name }) => (
                    <span key={name} className="stack-line block">
                      {t('line', { quantity, bundle, zone })}{' '}
                      <span className="text-sm text-ink-3">{name}</span>
                    </span>
                  ))
                ),
            },
            {
              id: 'state',
              header: t('state'),
              cell: ({ state: orderState, obstacle }) => (
                <>
                  <OrderStatePill state={orderState} isPostponed={obstacle !== null} />
                  {obstacle && (
                    <span className="block text-sm text-ink-2">
                      {o('postponed.waitsFor', { what: o(`obstacle.${obstacle}`) })}
                    </span>
                  )}
                </>
              ),
            },
            {
              id: 'placedAt',
              header: t('placedAt'),
              cell: (row) => <Timestamp at={new Date(row.createdAt)} look="short" />,
            },
            ...(projects.length > 0
              ? [{ id: 'project', header: t('project'), cell: (row: OrderSummary) => row.project.name }]
              : []),
            {
              id: 'placedBy',
              header: t('placedBy'),
              cell: (row) => row.placedBy ?? '–',
              className: 'whitespace-nowrap',
            },
            {
              id: 'perMonth',
              header: t('perMonth'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.monthlyCents)} bare />,
            },
          ]}
          empty={
            <EmptyState title={t('emptyTitle')} action={order}>
              {t('empty')}
            </EmptyState>
          }
          footer={<Pagination state={state} total={total} pageSize={ordersPerPage} />}
        />
      </Card>
    </>
  )
})
