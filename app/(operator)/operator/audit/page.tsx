import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { JournalDates } from '~/components/audit/journal-filters'
import { JournalTable } from '~/components/audit/journal-table'
import { FilterBar } from '~/components/table/filter-bar'
import { readTableState } from '~/components/table/table-state'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { auditEvents } from '~/lib/audit/client'
import { readJournalCheck, readOperatorJournal } from '~/lib/identity'
import { journalFileQuery, readJournalFilter } from '~/lib/identity/client'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('audit'))('title') }
}

/** The audit trail; `o` filters by organisation. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('audit')
  const state = readTableState(searchParams, {
    pathname: routes.operator.audit(),
    sortable: [],
    defaultSort: 'when',
    defaultDirection: 'desc',
  })
  const filter = readJournalFilter(state.query, state.page)
  const view = await readOperatorJournal(ctx, { ...filter, organisationId: state.query.o ?? null })
  const check = await readJournalCheck(ctx)
  const options = auditEvents.map((name) => ({
    value: name,
    label: t(`event.${name.replaceAll('.', '_')}` as never),
  }))
  return (
    <>
      <PageHeader title={t('title')} lead={t('operatorLead')} />
      {check && (
        <Callout
          className="mb-4"
          tone={check.reason === null ? 'ok' : 'bad'}
          title={t(check.reason === null ? 'check.whole' : 'check.broken')}
        >
          {t('check.rows', { rows: Number(check.rows) })}{' '}
          <Timestamp at={new Date(check.checkedAt)} look="short" />
        </Callout>
      )}
      <Card padded={false}>
        <JournalTable
          view={view}
          state={state}
          fileHref={routes.operator.journalFile({
            ...journalFileQuery(filter),
            ...(state.query.o && { organisationId: state.query.o }),
          })}
          withOrganisation
          toolbar={
            <>
              <FilterBar state={state} filters={[{ name: 'event', label: t('filterEvent'), options }]} />
              <JournalDates state={state} />
            </>
          }
        />
      </Card>
    </>
  )
})
