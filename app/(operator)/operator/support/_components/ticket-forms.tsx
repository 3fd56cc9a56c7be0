'use client'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { sendFile } from '~/app/_client/send-file'
import { useLetters } from '~/app/_client/use-letters'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { AttachFiles } from '~/components/support/attach-files'
import { useAttachedFiles } from '~/components/support/use-attached-files'
import { Card } from '~/components/ui/display/card'
import { Kbd } from '~/components/ui/display/kbd'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { TextArea } from '~/components/ui/fields/text-area'
import { useIsLive } from '~/components/ui/use-is-live'
import type { Id } from '~/lib/kernel/ids'
import { routes } from '~/lib/routes'
import { answerOutcomes } from '~/lib/support/client'
import { answerCustomerAction, noteTicketAction } from '../actions'

type Answer = Parameters<typeof answerCustomerAction>[0]
type Note = Parameters<typeof noteTicketAction>[0]
type Props = { ticketId: Id<'ticket'>; isClosed: boolean }

/** The answer to the customer and, separately, the internal note: r and n focus them. */
export function TicketForms({ ticketId, isClosed }: Props) {
  const t = useTranslations('support.desk')
  const isLive = useIsLive()
  const answer = useRef<HTMLTextAreaElement>(null)
  const note = useRef<HTMLTextAreaElement>(null)
  const [sent, setSent] = useState(0)
  const [noted, setNoted] = useState(0)
  const { attach, uploadIds, waitsFor, clear } = useAttachedFiles()

  useLetters({ r: () => answer.current?.focus(), n: () => note.current?.focus() })

  return (
    <>
      {!isClosed && (
        <Card title={t('answerTitle')} note={<Kbd>r</Kbd>}>
          <ActionForm<Answer, void>
            key={sent}
            action={answerCustomerAction}
            extra={{ ticketId }}
            prepare={(input) => ({ ...input, files: uploadIds })}
            draftKey={`support:answer:${ticketId}`}
            successToast={t('answered')}
            onSuccess={() => {
              clear()
              setSent(sent + 1)
            }}
          >
            <TextArea
              ref={answer}
              aria-keyshortcuts={isLive ? 'r' : undefined}
              name="body"
              label={t('answer')}
              hint={t('answerHint')}
              maxLength={10_000}
              rows={6}
            />
            <RadioGroup
              name="leaves"
              legend={t('leaves')}
              look="chips"
              defaultValue="waiting"
              options={answerOutcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
            />
            <AttachFiles
              {...attach}
              send={(file, onProgress) =>
                sendFile(routes.operator.attachToTicket(file.name), file, onProgress)
              }
            />
            <div>
              <SubmitButton variant="primary" disabledReason={waitsFor}>
                {t('send')}
              </SubmitButton>
            </div>
          </ActionForm>
        </Card>
      )}
      <Card title={t('noteTitle')} note={<Kbd>n</Kbd>}>
        <ActionForm<Note, void>
          key={noted}
          action={noteTicketAction}
          extra={{ ticketId }}
          draftKey={`support:note:${ticketId}`}
          successToast={t('noted')}
          onSuccess={() => setNoted(noted + 1)}
        >
          <TextArea
            ref={note}
            aria-keyshortcuts={isLive ? 'n' : undefined}
            name="body"
            label={t('note')}
            hint={t('notesHint')}
            maxLength={10_000}
          />
          <div>
            <SubmitButton variant="secondary">{t('keepNote')}</SubmitButton>
          </div>
        </ActionForm>
      </Card>
    </>
  )
}
