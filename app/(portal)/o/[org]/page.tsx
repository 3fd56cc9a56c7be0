import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { RefreshOn } from '~/app/_client/refresh-on'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import { listDocuments } from '~/lib/billing'
import { readBudgets } from '~/lib/budgets'
import { may } from '~/lib/identity'
import { listOrders } from '~/lib/ordering'
import { getOverview, listProjectSummaries } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { AccountsHome } from './_components/accounts-home'
import { FirstSteps } from './_components/first-steps'
import { NotActive } from './_components/not-active'
import { OverviewStats } from './_components/overview-stats'
import { PresetsCard } from './_components/presets-card'
import { RecentChanges } from './_components/recent-changes'
import { WaitingCard } from './_components/waiting-card'
import { frameOf } from './_shell/frame'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: t('title') }
}

/** Newest orders shown to an accountant. */
const shownOrders = 12

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('home')
  // People with the billing role get the accountants' overview.
  if (ctx.membership.role === 'billing') {
    const { organisationId, organisationName } = ctx.membership
    const [projects, budgets, { rows }, documents] = await Promise.all([
      listProjectSummaries(ctx),
      readBudgets(ctx),
      listOrders(ctx),
      listDocuments(ctx),
    ])
    return (
      <>
        <PageHeader title={organisationName} lead={t('accounts.lead')} />
        <AccountsHome
          organisationId={organisationId}
          projects={projects}
          budgets={budgets}
          orders={rows.slice(0, shownOrders)}
          documents={documents}
        />
      </>
    )
  }
  const { organisationId, organisationName, organisationState } = ctx.membership
  const [overview, { monthToDateCents }] = await Promise.all([getOverview(ctx), frameOf(organisationId)])
  const { counts, changes, waiting, presets } = overview
  const isEmpty = counts.instances + counts.volumes + changes.length + waiting.length === 0
  const isActive = organisationState === 'active'
  const mayOrder = isActive && may(ctx, 'order:place')
  return (
    <>
      <PageHeader
        title={organisationName}
        lead={t('lead')}
        actions={
          mayOrder &&
          !isEmpty && (
            <LinkButton variant="primary" href={routes.org.order(organisationId)}>
              {t('order')}
            </LinkButton>
          )
        }
      />
      {isEmpty && !isActive && <NotActive organisationId={organisationId} state={organisationState} />}
      {isEmpty && isActive && <FirstSteps organisationId={organisationId} mayOrder={mayOrder} />}
      <RefreshOn topics={['resources', 'incidents']} />
      {!isEmpty && (
        <div className="grid gap-4">
          <OverviewStats overview={{ ...overview, monthToDateCents }} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <div className="grid min-w-0 gap-4">
              <WaitingCard organisationId={organisationId} waiting={waiting} />
              <ClientMessages namespaces={['compute']}>
                <RecentChanges organisationId={organisationId} changes={changes} />
              </ClientMessages>
            </div>
            {mayOrder && <PresetsCard organisationId={organisationId} presets={presets} />}
          </div>
        </div>
      )}
    </>
  )
})
