'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { WaitView } from '~/lib/moderation/client'
import { AnswerForm } from '../../_components/answer-form'
import { answerCaseAction } from '../../approvals/actions'

/** The moderators' deadline, or their question with an answer form. */
export function QuotaWait({ organisationId, wait }: { organisationId: string; wait: WaitView }) {
  const t = useTranslations('projects.wait')
  const router = useRouter()
  const said = wait.thread.filter(({ kind }) => kind !== 'accepted' && kind !== 'refused')
  return (
    <div className="grid gap-2">
      {wait.until && (
        <p className="text-sm text-ink-2">
          {t(wait.isHeld ? 'heldUntil' : 'promised')} <Timestamp at={new Date(wait.until)} look="long" />.
        </p>
      )}
      {said.map((entry) => (
        <p key={entry.id} className="whitespace-pre-wrap wrap-anywhere">
          <span className="text-sm text-ink-2">{t(`said.${entry.kind as 'asked'}`)}</span> {entry.text}
        </p>
      ))}
      {wait.waitsFor === 'applicant' && (
        <AnswerForm
          organisationId={organisationId}
          caseId={wait.caseId}
          words={{ answer: t('answer'), send: t('send'), sent: t('sent') }}
          answer={answerCaseAction}
          onSent={() => router.refresh()}
        />
      )}
    </div>
  )
}
