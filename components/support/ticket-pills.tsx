import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { AnswerStatus, TicketEntry, TicketPriority, TicketState } from '~/lib/support/client'

const stateTones: Record<TicketState, Tone> = {
  new: 'info',
  in_progress: 'info',
  waiting: 'warn',
  resolved: 'ok',
  closed: 'off',
}
const priorityTones: Record<TicketPriority, Tone> = {
  critical: 'bad',
  high: 'warn',
  normal: 'info',
  low: 'off',
}
const standingTones: Record<AnswerStatus, Tone> = {
  pending: 'info',
  late: 'bad',
  kept: 'ok',
  missed: 'bad',
  none: 'off',
}

/** `isOwn`: from the customer's point of view. */
export function TicketStatePill({ state, isOwn }: { state: TicketState; isOwn?: boolean }) {
  const t = useTranslations('support')
  return (
    <StatePill tone={stateTones[state]}>
      {isOwn && state === 'waiting' ? t('waitsForYou') : t(`state.${state}`)}
    </StatePill>
  )
}

export function PriorityPill({ priority }: { priority: TicketPriority }) {
  const t = useTranslations('support.priority')
  return <StatePill tone={priorityTones[priority]}>{t(priority)}</StatePill>
}

/** The deadline of the first answer, when it was given, and whether it was in time. */
export function AnswerPromise({ answer }: { answer: TicketEntry['answer'] }) {
  const t = useTranslations('support.answer')
  const { standing, dueAt, answeredAt } = answer
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <StatePill tone={standingTones[standing]}>{t(standing)}</StatePill>
      <span className="text-sm text-ink-2">
        <Timestamp at={new Date(answeredAt ?? dueAt)} look="short" />
      </span>
    </span>
  )
}
