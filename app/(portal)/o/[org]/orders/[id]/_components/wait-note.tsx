'use client'
import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Timestamp } from '~/components/ui/display/timestamp'
import { refetchQueries } from '~/components/ui/queries'
import type { WaitView } from '~/lib/moderation/client'
import { type AnswerCase, AnswerForm } from '../../../_components/answer-form'
import { orderKey } from './use-order'

type Props = { organisationId: string; wait: WaitView | null; answer: AnswerCase; isReferences?: boolean }

/** The operator's review, since when and until when; its question and the answer, if any. */
export function WaitNote({ organisationId, wait, answer, isReferences }: Props) {
  const t = useTranslations('buying.hold.wait')
  if (!wait) return isReferences ? null : <Callout tone="info" title={t('settled')} />
  const isAsked = wait.waitsFor === 'applicant'
  return (
    <Callout
      tone={isAsked ? 'warn' : 'info'}
      title={t(isAsked ? 'applicant' : isReferences ? 'references' : 'operator')}
    >
      <div className="grid gap-3">
        <p className="text-sm">
          {t('since')} <Timestamp at={new Date(wait.since)} look="long" />.{' '}
          {wait.until && (
            <>
              {t(wait.isHeld ? 'heldUntil' : 'promised')} <Timestamp at={new Date(wait.until)} look="long" />.
            </>
          )}
        </p>
        {wait.thread.length > 0 && (
          <ol aria-label={t('thread')} className="grid gap-2">
            {wait.thread.map((entry) => (
              <li key={entry.id}>
                <span className="text-sm text-ink-2">
                  {t(`event.${entry.kind as 'asked'}`)} · <Timestamp at={new Date(entry.createdAt)} />
                  {entry.actorName && ` · ${entry.actorName}`}
                </span>
                <p className="whitespace-pre-wrap wrap-anywhere">{entry.text}</p>
              </li>
            ))}
          </ol>
        )}
        {isAsked && (
          <AnswerForm
            organisationId={organisationId}
            caseId={wait.caseId}
            words={{ answer: t('answer'), send: t('send'), sent: t('sent') }}
            answer={answer}
            onSent={async () => refetchQueries(orderKey(organisationId))}
          />
        )}
      </div>
    </Callout>
  )
}
