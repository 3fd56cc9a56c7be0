import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import { may } from '~/lib/identity'
import { pack } from '~/lib/kernel/files/packed'
import { listInstances } from '~/lib/resources'
import { instanceSorts, listInstancesInput } from '~/lib/resources/schema'
import { routes } from '~/lib/routes'
import { InstanceTable } from './_components/instance-table'

/** Those of the list alone: a server's own page needs four times as many. */
const texts = [
  'action',
  'connect.address',
  'field',
  'health',
  'instances',
  'protection',
  'spec',
  'state',
].map((name) => `compute.${name}`)

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('compute.instances')
  return { title: t('title') }
}

export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('compute.instances')
  const { organisationId, organisationState } = ctx.membership
  const state = readTableState(searchParams, {
    pathname: routes.org.instances(organisationId),
    sortable: instanceSorts,
    defaultSort: 'name',
  })
  const { zone, project, tag, q, state: wantedState } = state.query
  const { sort, direction, page } = state
  const input = listInstancesInput.parse({ zone, project, tag, q, state: wantedState, sort, direction, page })
  const { rows, total, tags, zones, projects } = await listInstances(ctx, input)
  const mayOrder = organisationState === 'active' && may(ctx, 'order:place')
  const order = mayOrder && (
    <LinkButton variant="primary" href={routes.org.order(organisationId)}>
      {t('order')}
    </LinkButton>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={total > 0 && order} />
      <Card padded={false}>
        <ClientMessages namespaces={texts}>
          <InstanceTable
            organisationId={organisationId}
            initial={pack({ rows, total })}
            params={paramsOf(input)}
            state={state}
            tags={tags}
            zones={zones}
            projects={projects}
            order={order}
            mayOperate={may(ctx, 'instance:operate')}
          />
        </ClientMessages>
      </Card>
    </>
  )
})

/** The query parameters for polling the live route: same page, filters and order. */
function paramsOf(input: Record<string, string | number | undefined>): Record<string, string> {
  const given = Object.entries(input).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]))
}
