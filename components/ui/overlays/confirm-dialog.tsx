'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { ActionResult } from '~/lib/kernel/action-result'
import { Callout } from '../display/callout'
import { FieldContext } from '../fields/field-context'
import { type AskedProof, askedProof } from '../fields/proof'
import { ProofField } from '../fields/proof-field'
import { TextField } from '../fields/text-field'
import { useRefusalText } from '../fields/use-refusal-text'
import { useSending } from '../fields/use-sending'
import { Button } from '../links/button'
import { Dialog, focusedAct, mainAct } from './dialog'

type Props = {
  isOpen: boolean
  onClose: () => void
  title: ReactNode
  /** The effects, what else is affected, and until when it can be undone. */
  children: ReactNode
  confirmLabel: string
  danger?: boolean | undefined
  /** The act has the focus at once. Never for one that destroys or interrupts, or that an address can ask for. */
  isFocused?: boolean
  /** Why it cannot be confirmed yet. */
  notYet?: string | undefined
  /** A destructive action requires typing this name. */
  typeName?: string | undefined
  /** Submits the required proof of identity: a code, or the password. */
  prove?: ((proof: string) => Promise<ActionResult<unknown>>) | undefined
  onConfirm: () => Promise<ActionResult<unknown>>
}

/** In a dialog taller than the window, the error text would be below the visible part. */
const showWhole = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

/** Asks for confirmation, and stays open with the reason if the action is refused. */
export function ConfirmDialog({
  isOpen,
  onClose,
  title,
  children,
  confirmLabel,
  danger,
  isFocused = false,
  notYet,
  typeName,
  prove,
  onConfirm,
}: Props) {
  const t = useTranslations('common')
  const refusalText = useRefusalText()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState<AskedProof | null>(null)
  const [proof, setProof] = useState('')
  const [refusal, setRefusal] = useState<{ tone: 'info' | 'bad'; text: string } | null>(null)
  const { isSending, startSending, endSending } = useSending()
  const close = () => {
    setTyped('')
    setAsked(null)
    setProof('')
    setRefusal(null)
    onClose()
  }
  const isNameMissing = typeName !== undefined && typed.trim() !== typeName
  const unproven = isNameMissing
    ? t('typeNameFirst', { name: typeName })
    : asked && !proof
      ? t('proof.first')
      : undefined
  const missing = notYet ?? unproven
  const confirm = () =>
    startSending(async () => {
      const proven = asked && prove ? await prove(proof) : null
      // A code is valid once: clear the field, also of a password.
      setProof('')
      if (proven?.ok) setAsked(null)
      const result = proven?.ok === false ? proven : await onConfirm()
      if (result.ok) return close()
      endSending()
      const isAsking = result.code === 'proof_required' && prove !== undefined
      if (isAsking) setAsked(askedProof(result))
      setRefusal({ tone: isAsking ? 'info' : 'bad', text: refusalText(result) })
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
            pending={isSending}
            disabledReason={missing}
            {...{ [mainAct]: '' }}
            {...(isFocused && { [focusedAct]: '' })}
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
      {asked && (
        <FieldContext value={null}>
          <ProofField
            asked={asked}
            value={proof}
            onChange={(event) => setProof(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !missing && !isSending) confirm()
            }}
          />
        </FieldContext>
      )}
      {refusal && (
        <div ref={showWhole}>
          <Callout tone={refusal.tone} live>
            {refusal.text}
          </Callout>
        </div>
      )}
    </Dialog>
  )
}
