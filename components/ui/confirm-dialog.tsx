'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState, useTransition } from 'react'
import type { ActionResult } from '~/lib/kernel/action-result'
import { Button } from './button'
import { Callout } from './callout'
import { Dialog } from './dialog'
import { FieldContext } from './field-context'
import { TextField } from './text-field'
import { useRefusalText } from './use-refusal-text'

type Props = {
  isOpen: boolean
  onClose: () => void
  title: ReactNode
  /** What will happen, what goes with it, and until when it can be undone. */
  children: ReactNode
  confirmLabel: string
  danger?: boolean
  /** A destructive act asks for the name of what it destroys. */
  typeName?: string
  onConfirm: () => Promise<ActionResult<unknown>>
}

/** Asks before acting, and stays open with the reason when the act is refused. */
export function ConfirmDialog({
  isOpen,
  onClose,
  title,
  children,
  confirmLabel,
  danger,
  typeName,
  onConfirm,
}: Props) {
  const t = useTranslations('common')
  const refusalText = useRefusalText()
  const [typed, setTyped] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
  const close = () => {
    setTyped('')
    setRefusal(null)
    onClose()
  }
  const isNameMissing = typeName !== undefined && typed.trim() !== typeName
  const confirm = () =>
    startTransition(async () => {
      const result = await onConfirm()
      if (result.ok) close()
      else setRefusal(refusalText(result))
    })
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={title}
      footer={
        <>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            pending={isPending}
            disabledReason={isNameMissing ? t('typeNameFirst', { name: typeName }) : undefined}
            onClick={confirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
      {typeName !== undefined && (
        <FieldContext value={null}>
          <TextField
            name="confirm-name"
            label={t('typeName', { name: typeName })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            mono
          />
        </FieldContext>
      )}
      {refusal && (
        <Callout tone="bad" live>
          {refusal}
        </Callout>
      )}
    </Dialog>
  )
}
