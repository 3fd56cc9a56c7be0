import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { JournalDates } from '~/components/audit/journal-filters'
import { JournalTable } from '~/components/audit/journal-table'
import { FilterBar } from '~/components/table/filter-bar'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { readJournal } from '~/lib/identity'
import { journalFileQuery, readJournalFilter } from '~/lib/identity/client'
import { routes } from '~/lib/routes'

/** Subjects of a journal line that have their own page. */
const pageOf: Record<string, (organisationId: string, id: string) => string> = {
  instance: routes.org.instance,
  volume: routes.org.volume,
  balancer: routes.org.balancer,
  order: routes.org.orderDetail,
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') }
}

export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('audit')
  const { organisationId } = ctx.membership
  const state = readTableState(searchParams, {
    pathname: routes.org.journal(organisationId),
    sortable: [],
    defaultSort: 'when',
    defaultDirection: 'desc',
  })
  const filter = readJournalFilter(state.query, state.page)
  const view = await readJournal(ctx, filter)
  const filters = [
    {
      name: 'event',
      label: t('filterEvent'),
      options: view.events.map((name) => ({
        value: name,
        label: t(`event.${name.replaceAll('.', '_')}` as never),
      })),
    },
    {
      name: 'actor',
      label: t('filterActor'),
      options: view.actors.map(({ id, fullName }) => ({ value: id, label: fullName })),
    },
  ]
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Card padded={false}>
        <JournalTable
          view={view}
          state={state}
          fileHref={routes.org.journalFile(organisationId, journalFileQuery(filter))}
          subjectHref={({ subjectKind, subjectId }) => pageOf[subjectKind]?.(organisationId, subjectId)}
          toolbar={
            <>
              <FilterBar state={state} filters={filters} />
              <JournalDates state={state} />
            </>
          }
        />
      </Card>
    </>
  )
})
