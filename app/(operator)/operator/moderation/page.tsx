import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import { readQuotaCase } from '~/lib/budgets'
import { readCustomer } from '~/lib/customers'
import { mayStaff } from '~/lib/identity'
import { isId, toId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { formatDuration, formatShare, type Locale } from '~/lib/kernel/text/format'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { findCase, openModerationCase, readCases } from '~/lib/moderation'
import { type CaseEntry, promisedHours } from '~/lib/moderation/client'
import { readOrderCase } from '~/lib/ordering'
import { routes } from '~/lib/routes'
import { CustomerAside } from '../organisations/_components/customer-aside'
import { CustomerToggle } from '../organisations/_components/customer-toggle'
import { CaseList } from './_components/case-list'
import { type CaseFacts, CasePanel } from './_components/case-panel'
import { CaseView } from './_components/case-view'
import { describeCase } from './_components/describe-case'
import { QueueFilters } from './_components/queue-filters'
import { filterQuery, readQueueFilter } from './_components/read-filter'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('cases'))('title') }
}

/** The queue on the left, the chosen case with its facts on the right; everything works by keyboard. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('cases')
  const locale = (await getLocale()) as Locale
  const filter = readQueueFilter(searchParams)
  const query = filterQuery(filter)
  const { entries, counts, staff, promise } = await readCases(ctx, filter)
  const wanted = isId('moderationCase', searchParams.case) ? searchParams.case : null
  const organisation = isId('organisation', searchParams.o) ? searchParams.o : null
  const listed =
    entries.find(({ id, subjectId }) => id === wanted || subjectId === organisation) ??
    (wanted || organisation ? null : entries[0])
  const current = listed ?? (wanted ? (await findCase(ctx, wanted))?.entry : null) ?? null
  const hrefOf = (id: string) => routes.operator.moderation({ ...query, case: id })
  const at = entries.findIndex(({ id }) => id === current?.id)
  const next = entries[at + 1] ?? entries.find(({ id }) => id !== current?.id)
  const nextHref = next ? hrefOf(next.id) : routes.operator.moderation(query)
  const isCustomerShown = searchParams.customer !== undefined
  const mayDecide = mayStaff(ctx, 'moderation:decide')
  const waited = (since: string) => formatDuration((ctx.now.getTime() - Date.parse(since)) / 1000, locale)
  return (
    <ClientMessages namespaces={['cases', 'moderation']}>
      <PageHeader
        title={t('title')}
        lead={
          promise.measured === 0
            ? t('promise', { hours: promisedHours })
            : t('promiseKept', {
                hours: promisedHours,
                share: formatShare(promise.kept, promise.measured, locale),
                count: promise.measured,
              })
        }
        actions={<LinkButton href={routes.operator.acceptanceRules()}>{t('rules.link')}</LinkButton>}
      />
      <div className="grid gap-5">
        <QueueFilters filter={filter} counts={counts} />
        {entries.length === 0 && !current && !organisation && (
          <Card>
            <EmptyState icon="check" title={t('emptyTitle')}>
              {t('empty')}
            </EmptyState>
          </Card>
        )}
        <div className="grid gap-5 lg:grid-cols-[minmax(16rem,21rem)_minmax(0,1fr)] lg:items-start">
          {entries.length > 0 && (
            <CaseList
              blocked={mayDecide ? undefined : t('noRight')}
              items={entries.map((entry) => ({
                id: entry.id,
                kind: entry.kind,
                title: entry.organisation,
                detail: describeCase(t, entry, locale),
                waited: waited(entry.openedAt),
                isLate: entry.isLate,
                assigned: entry.assigned?.name ?? null,
                href: hrefOf(entry.id),
                isCurrent: entry.id === current?.id,
              }))}
            />
          )}
          {current ? (
            <CasePanel
              entry={current}
              name={describeCase(t, current, locale)}
              facts={await readFacts(ctx, current)}
              thread={(await findCase(ctx, current.id))?.thread ?? []}
              staff={staff}
              mayDecide={mayDecide}
              today={parisDay(ctx.now)}
              nextHref={nextHref}
              customerToggle={
                <CustomerToggle
                  isOpen={isCustomerShown}
                  openHref={routes.operator.moderation({ ...query, case: current.id, customer: 'open' })}
                  closeHref={hrefOf(current.id)}
                />
              }
              customer={
                isCustomerShown &&
                current.kind !== 'organisation' && (
                  <CustomerAside
                    file={
                      await readCustomer(ctx, {
                        organisationId: current.organisationId,
                        withPeople: false,
                      })
                    }
                  />
                )
              }
            />
          ) : (
            organisation && (
              <CaseView
                found={await openModerationCase(ctx, organisation)}
                caseId={null}
                today={parisDay(ctx.now)}
                mayDecide={mayDecide}
                nextHref={nextHref}
              />
            )
          )}
        </div>
      </div>
    </ClientMessages>
  )
})

/** The facts for the decision; reading them is recorded as a visit in the customer's journal. */
async function readFacts(ctx: OpContext, { kind, subjectId, organisationId }: CaseEntry): Promise<CaseFacts> {
  switch (kind) {
    case 'organisation':
      return { about: 'organisation', found: await openModerationCase(ctx, subjectId) }
    case 'quota':
      return { about: 'quota', found: await readQuotaCase(ctx, toId('quotaRequest', subjectId)) }
    case 'order':
    case 'quote':
    case 'references': {
      const found = await readOrderCase(ctx, { organisationId, orderId: toId('order', subjectId) })
      return { about: 'order', found }
    }
  }
}
