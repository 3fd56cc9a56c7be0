'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { AttachFiles, type SentFile } from '~/components/support/attach-files'
import { TextArea } from '~/components/ui/text-area'
import type { Id } from '~/lib/kernel/ids'
import { answerTicketAction } from '../../actions'

type Input = Parameters<typeof answerTicketAction>[0]
type Props = { organisationId: string; ticketId: Id<'ticket'>; isResolved: boolean }

/** The customer's next words; what was resolved is open again with them. */
export function AnswerForm({ organisationId, ticketId, isResolved }: Props) {
  const t = useTranslations('support.form')
  const [sent, setSent] = useState(0)
  const [files, setFiles] = useState<SentFile[]>([])
  return (
    <ActionForm<Input, void>
      key={sent}
      action={answerTicketAction}
      extra={{ organisationId, ticketId }}
      prepare={(input) => ({ ...input, files })}
      draftKey={`support:${ticketId}`}
      successToast={t('answered')}
      onSuccess={() => {
        setFiles([])
        setSent(sent + 1)
      }}
    >
      <TextArea
        name="body"
        label={t('answer')}
        {...(isResolved && { hint: t('reopens') })}
        maxLength={10_000}
        rows={5}
      />
      <AttachFiles files={files} onFiles={setFiles} />
      <div>
        <SubmitButton>{t('sendAnswer')}</SubmitButton>
      </div>
    </ActionForm>
  )
}
