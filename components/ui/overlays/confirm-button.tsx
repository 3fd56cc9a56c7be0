'use client'
import { type ComponentProps, useState } from 'react'
import { Button, type ButtonProps } from '../links/button'
import { LateConfirmDialog } from './late-confirm-dialog'
import { showToast } from './toast'

type Confirm = ComponentProps<typeof LateConfirmDialog>
type Props = Pick<ButtonProps, 'variant' | 'size' | 'className'> &
  Omit<Confirm, 'isOpen' | 'onClose' | 'confirmLabel'> & {
    /** Of the button, and of the one that confirms. */
    label: string
    /** Accessible label, when several buttons have the same label. */
    labelInFull?: string
    confirmLabel?: string
    /** Why the person may not: the button gives the reason. */
    refusal: string | undefined
    /** Shown as a toast after success. */
    done?: string
    onDone?: () => void
  }

/** A button whose action asks for confirmation. */
export function ConfirmButton({
  label,
  labelInFull,
  confirmLabel = label,
  refusal,
  done,
  onDone,
  onConfirm,
  title,
  danger,
  typeName,
  prove,
  children,
  ...look
}: Props) {
  const [isOpen, setOpen] = useState(false)
  const confirm = async () => {
    const result = await onConfirm()
    if (result.ok) {
      if (done) showToast('ok', done)
      onDone?.()
    }
    return result
  }
  return (
    <>
      <Button
        {...look}
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        {...(labelInFull && { 'aria-label': labelInFull })}
      >
        {label}
      </Button>
      <LateConfirmDialog
        {...{ title, danger, typeName, prove }}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        confirmLabel={confirmLabel}
        onConfirm={confirm}
      >
        {children}
      </LateConfirmDialog>
    </>
  )
}
