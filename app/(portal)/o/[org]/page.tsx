import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { RefreshOn } from '~/app/_client/refresh-on'
import { currentSession } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import {
  listDocuments,
  listUnpaidDocuments,
  readAccruals,
  readCostWatch,
  readExportOffer,
} from '~/lib/billing'
import { may } from '~/lib/identity'
import type { InboxKind, Inbox as InboxRead } from '~/lib/inbox/client'
import { periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { listOrders } from '~/lib/ordering'
import { getOverview, listProjectSummaries } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { findLatestCredits } from '~/lib/sla'
import { AccountsHome } from './_components/accounts-home'
import { FirstSteps } from './_components/first-steps'
import { InboxCard } from './_components/inbox-card'
import { LatestOrders } from './_components/latest-orders'
import { NotActive } from './_components/not-active'
import { OverviewStats } from './_components/overview-stats'
import { PresetsCard } from './_components/presets-card'
import { RecentChanges } from './_components/recent-changes'
import { frameOf } from './_shell/frame'
import { decideOrderAction } from './approvals/actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: t('title') }
}

/** Newest orders shown to an accountant. */
const shownOrders = 12
/** To an approver or a reader. */
const shownLatest = 6

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('home')
  // People with the billing role get the accountants' overview.
  if (ctx.membership.role === 'billing') {
    const { organisationId, organisationName } = ctx.membership
    const lastMonth = periodAfter(periodOf(ctx.now), -1)
    const [projects, { rows }, documents, unpaid, offer, accruals, credits, watch, { inbox }] =
      await Promise.all([
        listProjectSummaries(ctx),
        listOrders(ctx),
        listDocuments(ctx),
        listUnpaidDocuments(ctx),
        readExportOffer(ctx),
        readAccruals(ctx, { period: lastMonth }),
        findLatestCredits(ctx),
        readCostWatch(ctx),
        frameOf(organisationId),
      ])
    return (
      <>
        <PageHeader title={organisationName} lead={t('accounts.lead')} />
        <Inbox organisationId={organisationId} inbox={inbox} />
        <RefreshOn topics={['orders', 'billing']} />
        <AccountsHome
          organisationId={organisationId}
          projects={projects}
          orders={rows.slice(0, shownOrders)}
          documents={documents}
          unpaid={unpaid}
          offer={offer}
          notInvoiced={accruals.rows.some(({ invoice }) => invoice === null) ? lastMonth : null}
          credits={credits}
          watch={watch}
        />
      </>
    )
  }
  const { organisationId, organisationName, organisationState } = ctx.membership
  const [overview, { monthToDateCents, inbox }] = await Promise.all([
    getOverview(ctx),
    frameOf(organisationId),
  ])
  const { counts, changes, presets } = overview
  const isEmpty = counts.instances + counts.volumes + changes.length === 0
  const isActive = organisationState === 'active'
  const mayOrder = isActive && may(ctx, 'order:place')
  const lacksFactor = ctx.membership.role === 'owner' && !(await currentSession())?.viewer.hasSecondFactor
  const lacks = mayOrder ? null : lacksFactor ? 'second_factor' : 'role'
  const orders = mayOrder || isEmpty ? [] : (await listOrders(ctx)).rows.slice(0, shownLatest)
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
      <Inbox organisationId={organisationId} inbox={inbox} {...(isEmpty && { omitted: 'no_key' })} />
      {isEmpty && !isActive && <NotActive organisationId={organisationId} state={organisationState} />}
      {isEmpty && isActive && <FirstSteps organisationId={organisationId} lacks={lacks} />}
      <RefreshOn topics={['resources', 'incidents', 'orders']} />
      {!isEmpty && (
        <div className="grid gap-4">
          <OverviewStats overview={{ ...overview, monthToDateCents }} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <div className="grid min-w-0 gap-4">
              <ClientMessages namespaces={['compute']}>
                <RecentChanges organisationId={organisationId} changes={changes} />
              </ClientMessages>
            </div>
            {mayOrder ? (
              <PresetsCard organisationId={organisationId} presets={presets} />
            ) : (
              <LatestOrders organisationId={organisationId} orders={orders} />
            )}
          </div>
        </div>
      )}
    </>
  )
})

type InboxProps = { organisationId: string; inbox: InboxRead; omitted?: InboxKind }

/** The namespaces are those of its lines, and of an order that is approved here. */
function Inbox({ organisationId, inbox, ...rest }: InboxProps) {
  return (
    <ClientMessages
      namespaces={['inbox', 'ordering.list', 'ordering.change', 'ordering.engagement', 'ordering.references']}
    >
      <div className="mb-4 grid gap-4 empty:hidden">
        <InboxCard organisationId={organisationId} initial={inbox} decide={decideOrderAction} {...rest} />
      </div>
    </ClientMessages>
  )
}
