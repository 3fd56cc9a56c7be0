import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { listSagas } from '~/lib/resources'
import { listSagasInput } from '~/lib/resources/schema'
import { routes } from '~/lib/routes'
import { SagaTable } from './_components/saga-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operations.sagas'))('title') }
}

export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('operations.sagas')
  const state = readTableState(searchParams, {
    pathname: routes.operator.sagas(),
    sortable: [],
    defaultSort: 'created',
  })
  const { state: wanted, kind, q } = state.query
  // An invalid query shows everything rather than an error.
  const parsed = listSagasInput.safeParse({ state: wanted, kind, q, page: state.page })
  const input = parsed.success ? parsed.data : listSagasInput.parse({})
  const page = await listSagas(ctx, input)
  const parked = page.counts.parked ?? 0
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        state={
          <StatePill tone={parked > 0 ? 'bad' : 'ok'}>
            {parked > 0 ? t('parkedCount', { count: parked }) : t('calm')}
          </StatePill>
        }
      />
      <Card padded={false}>
        <ClientMessages namespaces={['operations', 'provisioning']}>
          <SagaTable initial={page} params={paramsOf(input)} state={state} />
        </ClientMessages>
      </Card>
    </>
  )
})

/** The query parameters for polling the live route. */
function paramsOf(input: Record<string, string | number | undefined>): Record<string, string> {
  const given = Object.entries(input).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]))
}
