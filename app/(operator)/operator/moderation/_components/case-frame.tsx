import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { CaseEntry } from '~/lib/moderation/client'
import { AssignSelect } from './assign-select'

type Props = {
  entry: CaseEntry
  staff: readonly { id: string; name: string }[]
  mayDecide: boolean
}

/** Since when the case waits, its promised answer time, and its assignee. */
export function CaseFrame({ entry, staff, mayDecide }: Props) {
  const t = useTranslations('cases')
  const at = (label: string, instant: string, look?: ReactNode) => (
    <span className="grid">
      <span className="text-sm text-ink-3">{label}</span>
      <span className="font-medium">
        <Timestamp at={new Date(instant)} />
        {look}
      </span>
    </span>
  )
  return (
    <Card>
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
        {at(t('openedAt'), entry.openedAt)}
        {entry.state === 'asked' ? (
          <span className="text-ink-2">{t('part.asked')}</span>
        ) : (
          at(
            t('dueAt'),
            entry.dueAt,
            entry.isLate ? <span className="ml-2 text-bad">{t('late')}</span> : null,
          )
        )}
        {entry.heldUntil && entry.state === 'held' && at(t('heldUntil'), entry.heldUntil)}
        {entry.state !== 'closed' && (
          <AssignSelect
            caseId={entry.id}
            assigned={entry.assigned?.id ?? null}
            staff={staff}
            mayDecide={mayDecide}
          />
        )}
      </div>
    </Card>
  )
}
