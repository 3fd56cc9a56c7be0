import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { FilterBar } from '~/components/table/filter-bar'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { organisationStates } from '~/lib/kernel/op-context'
import { listOrganisations } from '~/lib/moderation'
import { routes } from '~/lib/routes'
import { OrganisationTable } from './_components/organisation-table'

const sortable = ['name', 'state', 'submitted'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.organisations'))('title') }
}

export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations()
  const state = readTableState(searchParams, {
    pathname: routes.operator.organisations(),
    sortable,
    defaultSort: 'submitted',
    defaultDirection: 'desc',
  })
  const { entries, total } = await listOrganisations(ctx, {
    text: state.query.q ?? null,
    state: organisationStates.find((each) => each === state.query.state) ?? null,
    order: sortable.find((each) => each === state.sort) ?? 'submitted',
    direction: state.direction,
    page: state.page,
  })
  const options = organisationStates.map((value) => ({ value, label: t(`identity.state.${value}`) }))
  return (
    <>
      <PageHeader title={t('moderation.organisations.title')} lead={t('moderation.organisations.lead')} />
      <Card padded={false}>
        <OrganisationTable
          entries={entries}
          total={total}
          state={state}
          toolbar={
            <FilterBar
              state={state}
              searchLabel={t('moderation.organisations.search')}
              filters={[{ name: 'state', label: t('moderation.organisations.state'), options }]}
            />
          }
        />
      </Card>
    </>
  )
})
