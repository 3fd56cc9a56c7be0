'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextArea } from '~/components/ui/text-area'
import { Timestamp } from '~/components/ui/timestamp'
import type { WaitView } from '~/lib/identity/client'
import { answerCaseAction } from '../../approvals/actions'

type Input = { organisationId: string; caseId: string; answer: string }

/** Until when the moderators answer, or the question that they asked, to be answered here. */
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
        <ActionForm<Input, void>
          action={answerCaseAction}
          extra={{ organisationId, caseId: wait.caseId }}
          draftKey={`answer:${wait.caseId}`}
          successToast={t('sent')}
          onSuccess={() => router.refresh()}
        >
          <TextArea name="answer" label={t('answer')} maxLength={2000} rows={3} />
          <div>
            <SubmitButton>{t('send')}</SubmitButton>
          </div>
        </ActionForm>
      )}
    </div>
  )
}
