import type { Metadata } from 'next'
import { getFormatter, getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/card'
import { LinkChips } from '~/components/ui/chips'
import { EmptyState } from '~/components/ui/empty-state'
import { PageHeader } from '~/components/ui/page-header'
import { mayStaff, openModerationCase, readModerationQueue } from '~/lib/identity'
import { formatDuration, type Locale } from '~/lib/kernel/format'
import { routes } from '~/lib/routes'
import { CaseView } from './_components/case-view'
import { QueueKeys } from './_components/queue-keys'
import { QueueList } from './_components/queue-list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.queue'))('title') }
}

/** The queue at the left, the chosen organisation with every fact at the right; the keyboard does it all. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('moderation.queue')
  const locale = (await getLocale()) as Locale
  const format = await getFormatter()
  const state = searchParams.queue === 'needs_info' ? 'needs_info' : 'pending'
  const { entries, pending, needsInfo } = await readModerationQueue(ctx, state)
  const wanted = typeof searchParams.o === 'string' ? searchParams.o : null
  const currentId = wanted ?? entries[0]?.id ?? null
  const found = currentId ? await openModerationCase(ctx, currentId) : null
  const queue = state === 'needs_info' ? state : undefined
  const waited = (since: string) => formatDuration((ctx.now.getTime() - Date.parse(since)) / 1000, locale)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead', { count: pending.waiting, wait: pending.oldestAt ? waited(pending.oldestAt) : '' })}
        actions={
          <LinkChips
            label={t('filters')}
            items={[
              {
                href: routes.operator.moderation(),
                label: t('pending'),
                count: format.number(pending.waiting),
                isCurrent: state === 'pending',
              },
              {
                href: routes.operator.moderation(undefined, 'needs_info'),
                label: t('needsInfo'),
                count: format.number(needsInfo.waiting),
                isCurrent: state === 'needs_info',
              },
            ]}
          />
        }
      />
      {entries.length === 0 && !found && (
        <Card>
          <EmptyState icon="check" title={t('emptyTitle')}>
            {t('empty')}
          </EmptyState>
        </Card>
      )}
      <div className="grid gap-5 lg:grid-cols-[minmax(14rem,18rem)_minmax(0,1fr)] lg:items-start">
        {entries.length > 0 && (
          <div className="grid gap-2">
            <QueueKeys
              hrefs={entries.map((entry) => routes.operator.moderation(entry.id, queue))}
              current={entries.findIndex((entry) => entry.id === currentId)}
            />
            <QueueList
              items={entries.map((entry) => ({
                id: entry.id,
                legalName: entry.legalName,
                kind: entry.kind,
                waited: waited(entry.submittedAt),
                href: routes.operator.moderation(entry.id, queue),
                isCurrent: entry.id === currentId,
              }))}
            />
            <p className="text-sm text-ink-3">{t('keys')}</p>
          </div>
        )}
        {found && (
          <ClientMessages namespaces={['moderation']}>
            <CaseView
              found={found}
              mayDecide={mayStaff(ctx, 'moderation:decide')}
              nextHref={nextHref(entries, currentId, queue)}
            />
          </ClientMessages>
        )}
      </div>
    </>
  )
})

/** After a decision the next in line comes up by itself. */
function nextHref(
  entries: readonly { id: string }[],
  currentId: string | null,
  queue: 'needs_info' | undefined,
): string {
  const at = entries.findIndex((entry) => entry.id === currentId)
  const next = entries[at + 1] ?? entries.find((entry) => entry.id !== currentId)
  return routes.operator.moderation(next?.id, queue)
}
