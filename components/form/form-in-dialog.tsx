'use client'
import type { ReactNode } from 'react'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import { ActionForm } from './action-form'
import { SubmitButton } from './submit-button'

type Props<I, T> = {
  onClose: () => void
  title: ReactNode
  submit: string
  action: (input: I) => Promise<ActionResult<T>>
  extra?: Partial<I>
  prepare?: (input: I) => I
  /** Submits the required proof of identity. */
  prove?: (proof: string) => Promise<ActionResult<unknown>>
  /** It also closes the dialog. */
  onSuccess: (data: T) => void
  successToast?: string
  size?: 'md' | 'lg'
  children: ReactNode
}

/** An open dialog that contains a form with one button. */
export default function FormInDialog<I, T>({
  onClose,
  title,
  submit,
  size = 'md',
  children,
  ...form
}: Props<I, T>) {
  return (
    <Dialog isOpen onClose={onClose} title={title} size={size}>
      <ActionForm<I, T> {...form}>
        {children}
        <SubmitButton>{submit}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
