'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { FieldContext } from '~/components/ui/field-context'
import { TextField } from '~/components/ui/text-field'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props = { name: string; onClose: () => void; save: (name: string) => Promise<ActionResult<unknown>> }

/** Asks for another name; stays open with the reason when it is taken. Mounted while it is open. */
export function RenameDialog({ name, onClose, save }: Props) {
  const t = useTranslations('compute')
  const [next, setNext] = useState(name)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('rename.title', { name })}
      confirmLabel={t('action.rename')}
      onConfirm={() => save(next.trim())}
    >
      <FieldContext value={null}>
        <TextField
          name="new-name"
          label={t('rename.label')}
          hint={t('rename.hint')}
          value={next}
          maxLength={63}
          autoComplete="off"
          spellCheck={false}
          mono
          onChange={(event) => setNext(event.currentTarget.value)}
        />
      </FieldContext>
    </ConfirmDialog>
  )
}
