'use client'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextArea } from '~/components/ui/fields/text-area'
import type { ActionResult } from '~/lib/kernel/action-result'

type Input = { organisationId: string; caseId: string; answer: string }
export type AnswerCase = (input: Input) => Promise<ActionResult<void>>
type Props = {
  organisationId: string
  caseId: string
  words: { answer: string; send: string; sent: string }
  answer: AnswerCase
  onSent: () => void
}

/** The answer to a moderator's question; the draft is kept until it is sent. */
export function AnswerForm({ organisationId, caseId, words, answer, onSent }: Props) {
  return (
    <ActionForm<Input, void>
      action={answer}
      extra={{ organisationId, caseId }}
      draftKey={`answer:${caseId}`}
      successToast={words.sent}
      onSuccess={onSent}
    >
      <TextArea name="answer" label={words.answer} maxLength={2000} rows={3} />
      <div>
        <SubmitButton>{words.send}</SubmitButton>
      </div>
    </ActionForm>
  )
}
