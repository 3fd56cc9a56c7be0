import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ModerationThread } from '~/components/identity/moderation-thread'
import { Card } from '~/components/ui/display/card'
import type { QuotaQueueEntry } from '~/lib/budgets/client'
import type { CaseEntry, ModerationCase, ThreadEntry } from '~/lib/moderation/client'
import type { OrderCase } from '~/lib/ordering/client'
import { CaseFrame } from './case-frame'
import { CaseView } from './case-view'
import { OrderFacts } from './order-facts'
import { QuotaFacts } from './quota-facts'
import { SubjectActions } from './subject-actions'

export type CaseFacts =
  | { about: 'organisation'; found: ModerationCase }
  | { about: 'quota'; found: QuotaQueueEntry }
  | { about: 'order'; found: OrderCase }

type Props = {
  entry: CaseEntry
  /** Short description of the subject. */
  name: string
  facts: CaseFacts
  thread: readonly ThreadEntry[]
  staff: readonly { id: string; name: string }[]
  mayDecide: boolean
  today: string
  nextHref: string
  /** Shows the customer next to the case. */
  customerToggle: ReactNode
  /** The customer, once shown. */
  customer: ReactNode
}

/** One case of any kind, with the facts for the decision and its thread. */
export function CasePanel({
  entry,
  name,
  facts,
  thread,
  staff,
  mayDecide,
  today,
  nextHref,
  customerToggle,
  customer,
}: Props) {
  const t = useTranslations('moderation.case')
  const isOpen = entry.state !== 'closed'
  const frame = <CaseFrame entry={entry} staff={staff} mayDecide={mayDecide} />
  if (facts.about === 'organisation')
    return (
      <div className="grid gap-5">
        {frame}
        <CaseView
          found={facts.found}
          caseId={isOpen ? entry.id : null}
          today={today}
          mayDecide={mayDecide}
          nextHref={nextHref}
        />
      </div>
    )
  return (
    <div className="grid gap-5">
      {frame}
      <Card
        title={name}
        padded={false}
        actions={
          isOpen &&
          entry.kind !== 'organisation' && (
            <SubjectActions
              caseId={entry.id}
              kind={entry.kind}
              name={entry.summary.number ?? entry.organisation}
              isAsked={entry.state === 'asked'}
              mayDecide={mayDecide}
              today={today}
              nextHref={nextHref}
            />
          )
        }
      >
        {facts.about === 'quota' ? (
          <QuotaFacts found={facts.found} />
        ) : (
          <OrderFacts found={facts.found} entry={entry} />
        )}
        <div className="border-t border-line px-4.5 py-3">{customerToggle}</div>
      </Card>
      {customer}
      {thread.length > 0 && (
        <Card title={t('thread')} padded={false}>
          <ModerationThread thread={thread} />
        </Card>
      )}
    </div>
  )
}
