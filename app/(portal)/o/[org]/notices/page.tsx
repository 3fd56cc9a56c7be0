import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { RefreshOn } from '~/app/_client/refresh-on'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { Pagination } from '~/components/table/pagination'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { listNotices, noticesPerPage } from '~/lib/identity'
import { noticeKinds, noticeParams } from '~/lib/identity/client'
import { routes } from '~/lib/routes'
import { MarkRead } from './_components/mark-read'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('identity.nav'))('notifications') }
}

/** Every notice of the last year to this person, newest first, with a mark on the unread. */
export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('identity')
  const { organisationId } = ctx.membership
  const pathname = routes.org.notices(organisationId)
  const state = readTableState(searchParams, { pathname, sortable: [], defaultSort: 'at' })
  const { rows, total, latestAt } = await listNotices(ctx, { page: state.page })
  const hasUnread = rows.some(({ isUnread }) => isUnread)
  return (
    <>
      <PageHeader
        title={t('nav.notifications')}
        lead={t('notices.lead')}
        actions={
          hasUnread &&
          latestAt && <MarkRead organisationId={organisationId} upTo={latestAt} label={t('nav.markRead')} />
        }
      />
      <RefreshOn topics={['inbox', 'orders', 'resources', 'billing']} />
      {rows.length === 0 ? (
        <EmptyState icon="bell" title={t('notices.none')} />
      ) : (
        <Card padded={false}>
          <ul className="divide-y divide-line">
            {rows.map(({ id, kind, params, href, createdAt, isUnread }) => {
              const known = noticeKinds.find((each) => each === kind)
              if (!known) return null
              return (
                <li
                  key={id}
                  className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4.5 py-2.5"
                >
                  <span className="flex min-w-0 flex-wrap items-baseline gap-2">
                    <TextLink href={href}>{t(`notice.${known}`, noticeParams(params, ctx.locale))}</TextLink>
                    {isUnread && <StatePill tone="info">{t('notices.unread')}</StatePill>}
                  </span>
                  <span className="text-sm text-ink-2">
                    <Timestamp at={new Date(createdAt)} />
                  </span>
                </li>
              )
            })}
          </ul>
          <Pagination state={state} total={total} pageSize={noticesPerPage} />
        </Card>
      )}
    </>
  )
})
