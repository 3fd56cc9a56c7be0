import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { AnswerPromise, PriorityPill, TicketStatePill } from '~/components/support/ticket-pills'
import { DataTable } from '~/components/table/data-table'
import { FilterBar } from '~/components/table/filter-bar'
import { Pagination } from '~/components/table/pagination'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { may } from '~/lib/identity'
import { isId } from '~/lib/kernel/ids'
import { routes } from '~/lib/routes'
import { listTicketSubjects, listTickets, ticketsPerPage } from '~/lib/support'
import { ticketCategories } from '~/lib/support/client'
import { OpenTicket } from './_components/open-ticket'

const parts = ['open', 'closed', 'all'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('support.list'))('title') }
}

export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('support')
  const { organisationId } = ctx.membership
  const state = readTableState(searchParams, {
    pathname: routes.org.tickets(organisationId),
    sortable: [],
    defaultSort: 'lastMessageAt',
  })
  const { query } = state
  const subjects = await listTicketSubjects(ctx)
  const { rows, total } = await listTickets(ctx, {
    page: state.page,
    part: parts.find((each) => each === query.part) ?? 'all',
    category: ticketCategories.find((each) => each === query.category) ?? null,
    isMine: query.whose === 'mine',
    projectId: isId('project', query.project) ? query.project : null,
    search: (query.q ?? '').slice(0, 100),
  })
  const isFiltered = ['part', 'category', 'whose', 'project', 'q'].some((name) => query[name])
  const open = (
    <OpenTicket
      organisationId={organisationId}
      subjects={subjects}
      refusal={may(ctx, 'support:write') ? undefined : t('mayNot')}
    />
  )
  return (
    <ClientMessages namespaces={['errors', 'support']}>
      <PageHeader
        title={t('list.title')}
        lead={t('list.lead')}
        actions={(rows.length > 0 || isFiltered) && open}
      />
      <Card padded={false}>
        <DataTable
          caption={t('list.caption')}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => routes.org.ticket(organisationId, row.id)}
          state={state}
          toolbar={
            <FilterBar
              state={state}
              searchLabel={t('list.search')}
              filters={[
                {
                  name: 'part',
                  label: t('list.state'),
                  options: (['open', 'closed'] as const).map((value) => ({
                    value,
                    label: t(`list.part.${value}`),
                  })),
                },
                {
                  name: 'category',
                  label: t('list.category'),
                  options: ticketCategories.map((value) => ({ value, label: t(`category.${value}`) })),
                },
                {
                  name: 'whose',
                  label: t('list.whose'),
                  options: [{ value: 'mine', label: t('list.mine') }],
                },
                ...(subjects.projects.length > 1
                  ? [
                      {
                        name: 'project',
                        label: t('list.project'),
                        options: subjects.projects.map(({ id, name }) => ({ value: id, label: name })),
                      },
                    ]
                  : []),
              ]}
            />
          }
          columns={[
            {
              id: 'number',
              header: t('list.number'),
              cell: (row) => <span className="font-mono text-sm whitespace-nowrap">{row.reference}</span>,
            },
            {
              id: 'subject',
              header: t('list.subject'),
              cell: (row) => (
                <>
                  <span className="block wrap-anywhere">{row.subject}</span>
                  <span className="text-sm text-ink-3">{t(`category.${row.category}`)}</span>
                </>
              ),
            },
            {
              id: 'state',
              header: t('list.state'),
              cell: (row) => <TicketStatePill state={row.state} isOwn />,
            },
            {
              id: 'priority',
              header: t('list.priority'),
              cell: (row) => <PriorityPill priority={row.priority} />,
            },
            {
              id: 'answer',
              header: t('list.answer'),
              cell: (row) => <AnswerPromise answer={row.answer} />,
            },
            { id: 'openedBy', header: t('list.openedBy'), cell: (row) => row.openedBy ?? '–' },
            {
              id: 'lastMessageAt',
              header: t('list.lastMessage'),
              cell: (row) => (
                <>
                  <span className="block">{t(`thread.${row.lastMessageBy}`)}</span>
                  <span className="text-sm text-ink-3">
                    <Timestamp at={new Date(row.lastMessageAt)} look="short" />
                  </span>
                </>
              ),
            },
          ]}
          footer={<Pagination state={state} total={total} pageSize={ticketsPerPage} />}
          empty={
            isFiltered ? (
              <EmptyState title={t('list.noneTitle')}>{t('list.none')}</EmptyState>
            ) : (
              <EmptyState title={t('list.emptyTitle')} action={open}>
                {t('list.empty')}
              </EmptyState>
            )
          }
        />
      </Card>
    </ClientMessages>
  )
})
