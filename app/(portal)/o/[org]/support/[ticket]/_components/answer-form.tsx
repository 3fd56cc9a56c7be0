'use client'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { sendFile } from '~/app/_client/send-file'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { useAttachedFiles } from '~/components/support/use-attached-files'
import { TextArea } from '~/components/ui/fields/text-area'
import { LatePart } from '~/components/ui/overlays/late-part'
import type { Id } from '~/lib/kernel/ids'
import { routes } from '~/lib/routes'
import { answerTicketAction } from '../../actions'

type Input = Parameters<typeof answerTicketAction>[0]
type Props = { organisationId: string; ticketId: Id<'ticket'>; isResolved: boolean }

const AttachFiles = lazy(async () => ({
  default: (await import('~/components/support/attach-files')).AttachFiles,
}))

/** The customer's next message; it reopens a resolved ticket. */
export function AnswerForm({ organisationId, ticketId, isResolved }: Props) {
  const t = useTranslations('support.form')
  const [sent, setSent] = useState(0)
  const { attach, uploadIds, waitsFor, clear } = useAttachedFiles()
  return (
    <ActionForm<Input, void>
      key={sent}
      action={answerTicketAction}
      extra={{ organisationId, ticketId }}
      prepare={(input) => ({ ...input, files: uploadIds })}
      draftKey={`support:${ticketId}`}
      successToast={t('answered')}
      onSuccess={() => {
        clear()
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
      <LatePart>
        <AttachFiles
          {...attach}
          send={(file, onProgress) =>
            sendFile(routes.org.attachToTicket(organisationId, file.name), file, onProgress)
          }
        />
      </LatePart>
      <div>
        <SubmitButton disabledReason={waitsFor}>{t('sendAnswer')}</SubmitButton>
      </div>
    </ActionForm>
  )
}
