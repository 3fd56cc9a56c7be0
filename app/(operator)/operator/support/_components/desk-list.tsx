import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { TicketStatePill } from '~/components/support/ticket-pills'
import { cx } from '~/components/ui/cx'
import { formatRelative, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import type { StaffTicketEntry } from '~/lib/support/client'
import { QueueKeys } from '../../moderation/_components/queue-keys'

type Props = {
  entries: readonly StaffTicketEntry[]
  query: Record<string, string>
  currentId: string | null
  now: Date
}

/** Waiting tickets, overdue and soonest first answers first; j and k move through them. */
export function DeskList({ entries, query, currentId, now }: Props) {
  const t = useTranslations('support')
  const locale = useLocale() as Locale
  const hrefOf = (id: string) => routes.operator.ticket(id, query)
  return (
    <div className="grid gap-2">
      <QueueKeys
        hrefs={entries.map(({ id }) => hrefOf(id))}
        current={entries.findIndex(({ id }) => id === currentId)}
      />
      <nav aria-label={t('desk.list')} className="card overflow-clip">
        <ul className="divide-y divide-line">
          {entries.map((entry) => (
            <li key={entry.id}>
              <Link
                href={hrefOf(entry.id)}
                prefetch={false}
                scroll={false}
                aria-current={entry.id === currentId ? 'true' : undefined}
                className={cx(
                  'grid gap-1 border-l-3 px-4 py-2.5',
                  entry.id === currentId
                    ? 'border-amber bg-amber-wash'
                    : 'border-transparent hover:bg-sunken',
                )}
              >
                <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                  <span className="font-semibold wrap-anywhere">{entry.organisation}</span>
                  <span className="font-mono text-sm text-ink-2">{entry.reference}</span>
                </span>
                <span className="wrap-anywhere">{entry.subject}</span>
                <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
                  <TicketStatePill state={entry.state} />
                  <span>{t(`priority.${entry.priority}`)}</span>
                  <Due entry={entry} text={formatRelative(new Date(entry.answer.dueAt), now, locale)} />
                  {entry.assigned && <span className="text-ink-3">{entry.assigned.name}</span>}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <p className="text-sm text-ink-3 max-lg:hidden pointer-coarse:hidden">{t('desk.keys')}</p>
    </div>
  )
}

/** Time left for the first answer, or since when it is overdue; nothing once answered. */
function Due({ entry, text }: { entry: StaffTicketEntry; text: string }) {
  const t = useTranslations('support.desk')
  const { standing } = entry.answer
  if (standing !== 'late' && standing !== 'pending') return null
  return (
    <span className={standing === 'late' ? 'font-medium text-bad' : undefined}>
      {t(standing === 'late' ? 'lateSince' : 'dueIn', { when: text })}
    </span>
  )
}
