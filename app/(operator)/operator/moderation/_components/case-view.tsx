import { useTranslations } from 'next-intl'
import { ModerationThread } from '~/components/identity/moderation-thread'
import { Card } from '~/components/ui/display/card'
import { StatePill } from '~/components/ui/display/state-pill'
import { organisationTone } from '~/lib/identity/client'
import type { ModerationCase } from '~/lib/moderation/client'
import { CaseActions } from './case-actions'
import { FactsTable } from './facts-table'

type Props = {
  found: ModerationCase
  /** Null when the organisation is opened outside the queue. */
  caseId: string | null
  today: string
  mayDecide: boolean
  nextHref: string
  /** Of its headings: 3 under a heading of its own. */
  level?: 2 | 3
}

/** One organisation with the facts for the decision, the decisions, and its thread. */
export function CaseView({ found, caseId, today, mayDecide, nextHref, level = 2 }: Props) {
  const t = useTranslations()
  const { organisation, directoryStatus, comparisons, owner, thread } = found
  const isPending = organisation.state === 'pending'
  return (
    <div className="grid gap-5">
      <Card
        title={organisation.legalName}
        level={level}
        padded={false}
        actions={
          <>
            <StatePill
              tone={
                isPending
                  ? directoryStatus === 'verified'
                    ? 'ok'
                    : 'warn'
                  : organisationTone[organisation.state]
              }
            >
              {isPending
                ? t(`moderation.case.status.${directoryStatus}`)
                : t(`identity.state.${organisation.state}`)}
            </StatePill>
            <CaseActions
              organisationId={organisation.id}
              caseId={caseId}
              today={today}
              name={organisation.legalName}
              state={organisation.state}
              isCapped={organisation.spendingCapCents !== null}
              differs={comparisons.some((each) => each.verdict === 'differs')}
              trustableDomain={found.trustableDomain}
              isEmailConfirmed={owner?.isEmailConfirmed ?? false}
              mayDecide={mayDecide}
              nextHref={nextHref}
            />
          </>
        }
      >
        <FactsTable found={found} />
      </Card>
      <Card title={t('moderation.case.thread')} level={level} padded={false}>
        <ModerationThread thread={thread} />
      </Card>
    </div>
  )
}
