'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { FieldContext } from '~/components/ui/fields/field-context'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props = { name: string; onClose: () => void; save: (name: string) => Promise<ActionResult<unknown>> }

/** Asks for another name; stays open with an error if it is taken. Mounted only while open. */
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
        <MachineNameField name="new-name" label={t('rename.label')} value={next} onChange={setNext} />
      </FieldContext>
    </ConfirmDialog>
  )
}
