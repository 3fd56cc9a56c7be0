'use client'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Dialog } from '~/components/ui/dialog'
import { TextArea } from '~/components/ui/text-area'
import type { ActionResult } from '~/lib/kernel/action-result'

type Field<N extends string> = { name: N; label: string; hint?: string }
type Input<N extends string> = { organisationId: string } & Record<N, string>
type Props<N extends string> = {
  isOpen: boolean
  onClose: () => void
  title: string
  field: Field<N>
  submit: string
  action: (input: Input<N>) => Promise<ActionResult<void>>
  organisationId: string
  onDone: () => void
}

/** A decision that needs words: they go to the applicant as they are. Kept as a draft until they are sent. */
export function WordsDialog<N extends string>({
  isOpen,
  onClose,
  title,
  field,
  submit,
  action,
  organisationId,
  onDone,
}: Props<N>) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      <ActionForm<Input<N>, void>
        action={action}
        extra={{ organisationId } as Partial<Input<N>>}
        draftKey={`moderation:${field.name}:${organisationId}`}
        onSuccess={onDone}
      >
        <TextArea
          name={field.name}
          label={field.label}
          {...(field.hint && { hint: field.hint })}
          maxLength={2000}
          rows={5}
          autoFocus
        />
        <div>
          <SubmitButton>{submit}</SubmitButton>
        </div>
      </ActionForm>
    </Dialog>
  )
}
