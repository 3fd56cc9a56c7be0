import { useTranslations } from 'next-intl'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { ThreadEntry } from '~/lib/moderation/client'

/** Submissions, questions, answers and decisions, oldest first. Staff without a name appear as the team. */
export function ModerationThread({ thread }: { thread: readonly ThreadEntry[] }) {
  const t = useTranslations('moderation')
  return (
    <ol className="divide-y divide-line">
      {thread.map((entry) => (
        <li key={entry.id} className="grid gap-1 px-4.5 py-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="font-semibold">{t(`event.${entry.kind}`)}</span>
            <span className="text-sm text-ink-3">
              <Timestamp at={new Date(entry.createdAt)} look="short" />
            </span>
          </p>
          {entry.text && <p className="whitespace-pre-wrap wrap-anywhere">{entry.text}</p>}
          {entry.kind !== 'lapsed' && entry.kind !== 'accepted_by_rule' && (
            <p className="text-sm text-ink-2">{entry.actorName ?? t('team')}</p>
          )}
        </li>
      ))}
    </ol>
  )
}
