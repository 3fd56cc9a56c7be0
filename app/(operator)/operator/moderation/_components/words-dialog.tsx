'use client'
import type { ReactNode } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextArea } from '~/components/ui/fields/text-area'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'

type Field<N extends string> = { name: N; label: string; hint?: string }
type Props<I, T> = {
  isOpen: boolean
  onClose: () => void
  title: string
  field: Field<keyof I & string>
  submit: string
  action: (input: I) => Promise<ActionResult<T>>
  /** The subject of the decision. */
  of: Partial<I>
  /** Key of the draft in this browser tab. */
  draftKey: string
  onDone: () => void
  /** Fields above the message. */
  children?: ReactNode
}

/** A decision with a message, which the applicant reads verbatim. The draft is kept until it is sent. */
export function WordsDialog<I, T>(props: Props<I, T>) {
  const { isOpen, onClose, title, field, submit, action, of, draftKey, onDone, children } = props
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      <ActionForm<I, T> action={action} extra={of} draftKey={draftKey} onSuccess={onDone}>
        {children}
        <TextArea
          name={field.name}
          label={field.label}
          {...(field.hint && { hint: field.hint })}
          maxLength={2000}
          rows={5}
          autoFocus
        />
        <SubmitButton>{submit}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
