'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/callout'
import { TextArea } from '~/components/ui/text-area'
import { Timestamp } from '~/components/ui/timestamp'
import type { WaitView } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import { orderKey } from './use-order'

type Input = { organisationId: string; caseId: string; answer: string }
export type AnswerCase = (input: Input) => Promise<ActionResult<void>>
type Props = { organisationId: string; wait: WaitView | null; answer: AnswerCase; isReferences?: boolean }

/** What the operator looks at, since when and until when; its question, and the answer, when it asked one. */
export function WaitNote({ organisationId, wait, answer, isReferences }: Props) {
  const t = useTranslations('buying.hold.wait')
  const queries = useQueryClient()
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
          <ActionForm<Input, void>
            action={answer}
            extra={{ organisationId, caseId: wait.caseId }}
            draftKey={`answer:${wait.caseId}`}
            successToast={t('sent')}
            onSuccess={() => void queries.invalidateQueries({ queryKey: orderKey(organisationId) })}
          >
            <TextArea name="answer" label={t('answer')} maxLength={2000} rows={3} />
            <div>
              <SubmitButton>{t('send')}</SubmitButton>
            </div>
          </ActionForm>
        )}
      </div>
    </Callout>
  )
}
